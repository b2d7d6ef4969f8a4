"""What a person is told where a passphrase, a sheet, a key file or a clock keeps them out."""

from therapist_app.messages.message import Rows, wording
from therapist_app.record.errors import (
    ClockLeapt,
    KeyFileUnfit,
    PassphraseTooWeak,
    Throttled,
    WrongPassphrase,
    WrongSheet,
)

KEY_MESSAGES: Rows = {
    WrongPassphrase: wording(
        "This passphrase does not open it",
        "It is not the one of the person chosen above.",
        "Check the person and Caps Lock, then type it again.",
        "",
    ),
    WrongSheet: wording(
        "This sheet does not open it",
        "It was mistyped, or belongs to somebody else, or is not the sheet of that day.",
        "Type the eight groups again, exactly as they are printed. A backup opens with the "
        "sheet that was in use when it was made: try an older sheet, or a newer backup.",
        "",
    ),
    (WrongSheet, "mistyped"): wording(
        "This sheet was mistyped",
        "Group {group} cannot be right. Nothing was tried yet.",
        "Compare that group with the paper, character by character.",
        "",
    ),
    (WrongSheet, "length"): wording(
        "This sheet is incomplete",
        "It has eight groups of five characters. Nothing was tried yet.",
        "Type all of them, as they are printed.",
        "",
    ),
    Throttled: wording(
        "Please wait before the next try",
        "There were several wrong tries in a row.",
        "The right passphrase works again after the wait.",
    ),
    ClockLeapt: wording(
        "Is today {now_day}?",
        "The record was last used on {last_day}, and this laptop's clock is far ahead of that.",
        "If this is the right day, type the passphrase again: that confirms it. If not, set "
        "the clock first, since what is signed under a wrong day stays.",
    ),
    (ClockLeapt, "behind"): wording(
        "Is today {now_day}?",
        "The record was last used on {last_day}: this laptop's clock is behind.",
        "Set the clock first, since what is signed under a wrong day stays. If this is the "
        "right day, type the passphrase again: that confirms it, and an administrator sets it "
        "right for all under People.",
    ),
    PassphraseTooWeak: wording(
        "This passphrase is too easy to guess",
        "Others could find it by trying.",
        "Use at least {shortest} characters: five or more words that do not belong together.",
        "",
    ),
    (PassphraseTooWeak, "too-short"): wording(
        "This passphrase is too short",
        "It has fewer than {shortest} characters.",
        "Use five or more words that do not belong together.",
        "",
    ),
    (PassphraseTooWeak, "too-long"): wording(
        "This passphrase is too long",
        "It has more than {longest} characters.",
        "Use a shorter one; six words are plenty.",
        "",
    ),
    (PassphraseTooWeak, "context-word"): wording(
        "This passphrase is too easy to guess",
        "Much of it is your name, or a word that is easy to connect with you.",
        "Use words that have nothing to do with you or with this work.",
        "",
    ),
    (PassphraseTooWeak, "same"): wording(
        "This is the passphrase that somebody may know",
        "The new one is the same as the one of now.",
        "Use another one.",
        "",
    ),
    KeyFileUnfit: wording(
        "This key file cannot be used",
        "The file is not there, or it is not a key file.",
        "Choose the file that was made for this, and try again.",
        "",
    ),
    (KeyFileUnfit, "needed"): wording(
        "Your key file is needed as well",
        "You open this with your passphrase and a key file together.",
        "Connect the USB stick, choose the key file, then type the passphrase again.",
        "",
    ),
    (KeyFileUnfit, "missing"): wording(
        "The key file is not there",
        "There is no file where the key file should be.",
        "Connect the USB stick and choose the key file again.",
        "",
    ),
    (KeyFileUnfit, "unreadable"): wording(
        "The key file cannot be read",
        "It is a folder or a link, it is far too long, or this account may not read it.",
        "Choose the key file itself, or use the copy of it.",
        "",
    ),
    (KeyFileUnfit, "too-short"): wording(
        "This file is too short to be a key",
        "A key file needs at least {shortest_key} characters that nobody could guess.",
        "Make one here, or choose another file.",
        "",
    ),
    (KeyFileUnfit, "beside-the-record"): wording(
        "Not in the record's folder",
        "A key file in the service folder would be stolen together with the record that "
        "it protects.",
        "Choose a place away from this laptop, such as a USB stick that you carry.",
        "",
    ),
}
