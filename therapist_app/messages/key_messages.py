"""What a person is told where a passphrase, a sheet, a key file or a clock keeps them out."""

from session_forms.words.texts import N_
from therapist_app.messages.message import Rows, row
from therapist_app.record.errors import (
    ClockLeapt,
    KeyFileUnfit,
    PassphraseTooWeak,
    Throttled,
    WrongPassphrase,
    WrongSheet,
)

KEY_MESSAGES: Rows = {
    WrongPassphrase: row(
        N_("This passphrase does not open it"),
        N_("It is not the one of the person chosen above."),
        N_("Check the person and Caps Lock, then type it again."),
        "",
    ),
    WrongSheet: row(
        N_("This sheet does not open it"),
        N_("It was mistyped, or belongs to somebody else, or is not the sheet of that day."),
        N_(
            "Type the eight groups again, exactly as they are printed. A backup opens with the "
            "sheet that was in use when it was made: try an older sheet, or a newer backup."
        ),
        "",
    ),
    (WrongSheet, "mistyped"): row(
        N_("This sheet was mistyped"),
        N_("Group {group} cannot be right. Nothing was tried yet."),
        N_("Compare that group with the paper, character by character."),
        "",
    ),
    (WrongSheet, "length"): row(
        N_("This sheet is incomplete"),
        N_("It has eight groups of five characters. Nothing was tried yet."),
        N_("Type all of them, as they are printed."),
        "",
    ),
    Throttled: row(
        N_("Please wait before the next try"),
        N_("There were several wrong tries in a row."),
        N_("The right passphrase works again after the wait."),
    ),
    ClockLeapt: row(
        N_("Is today {now_day}?"),
        N_("The record was last used on {last_day}, and this laptop's clock is far ahead of that."),
        N_(
            "If this is the right day, type the passphrase again: that confirms it. If not, set "
            "the clock first, since what is signed under a wrong day stays."
        ),
    ),
    (ClockLeapt, "behind"): row(
        N_("Is today {now_day}?"),
        N_("The record was last used on {last_day}: this laptop's clock is behind."),
        N_(
            "Set the clock first, since what is signed under a wrong day stays. If this is the "
            "right day, type the passphrase again: that confirms it, and an administrator sets it "
            "right for all under People."
        ),
    ),
    PassphraseTooWeak: row(
        N_("This passphrase is too easy to guess"),
        N_("Others could find it by trying."),
        N_("Use at least {shortest} characters: five or more words that do not belong together."),
        "",
    ),
    (PassphraseTooWeak, "too-short"): row(
        N_("This passphrase is too short"),
        N_("It has fewer than {shortest} characters."),
        N_("Use five or more words that do not belong together."),
        "",
    ),
    (PassphraseTooWeak, "too-long"): row(
        N_("This passphrase is too long"),
        N_("It has more than {longest} characters."),
        N_("Use a shorter one; six words are plenty."),
        "",
    ),
    (PassphraseTooWeak, "context-word"): row(
        N_("This passphrase is too easy to guess"),
        N_("Much of it is your name, or a word that is easy to connect with you."),
        N_("Use words that have nothing to do with you or with this work."),
        "",
    ),
    (PassphraseTooWeak, "same"): row(
        N_("This is the passphrase that somebody may know"),
        N_("The new one is the same as the one of now."),
        N_("Use another one."),
        "",
    ),
    KeyFileUnfit: row(
        N_("This key file cannot be used"),
        N_("The file is not there, or it is not a key file."),
        N_("Choose the file that was made for this, and try again."),
        "",
    ),
    (KeyFileUnfit, "needed"): row(
        N_("Your key file is needed as well"),
        N_("You open this with your passphrase and a key file together."),
        N_("Connect the USB stick, choose the key file, then type the passphrase again."),
        "",
    ),
    (KeyFileUnfit, "missing"): row(
        N_("The key file is not there"),
        N_("There is no file where the key file should be."),
        N_("Connect the USB stick and choose the key file again."),
        "",
    ),
    (KeyFileUnfit, "unreadable"): row(
        N_("The key file cannot be read"),
        N_("It is a folder or a link, it is far too long, or this account may not read it."),
        N_("Choose the key file itself, or use the copy of it."),
        "",
    ),
    (KeyFileUnfit, "too-short"): row(
        N_("This file is too short to be a key"),
        N_("A key file needs at least {shortest_key} characters that nobody could guess."),
        N_("Make one here, or choose another file."),
        "",
    ),
    (KeyFileUnfit, "beside-the-record"): row(
        N_("Not in the record's folder"),
        N_(
            "A key file in the service folder would be stolen together with the record that "
            "it protects."
        ),
        N_("Choose a place away from this laptop, such as a USB stick that you carry."),
        "",
    ),
}
