"""Every kind of question, with the rules by which it judges an answer."""
