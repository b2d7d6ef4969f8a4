"""What a person is told about each error of the record."""

from therapist_app.messages.backup_messages import BACKUP_MESSAGES
from therapist_app.messages.client_messages import CLIENT_MESSAGES
from therapist_app.messages.file_messages import FILE_MESSAGES
from therapist_app.messages.key_messages import KEY_MESSAGES
from therapist_app.messages.message import Rows
from therapist_app.messages.people_messages import PEOPLE_MESSAGES

RECORD_MESSAGES: Rows = {
    **KEY_MESSAGES,
    **FILE_MESSAGES,
    **PEOPLE_MESSAGES,
    **BACKUP_MESSAGES,
    **CLIENT_MESSAGES,
}
