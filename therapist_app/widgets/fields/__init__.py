"""What is typed into: text and passphrase fields, labels, menus, copies that leave them."""
