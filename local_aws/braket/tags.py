"""Tags, by the rules of all AWS services: https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html"""

import re
from collections.abc import Iterable, Mapping

from local_aws.braket.exceptions import ValidationException

MOST, LONGEST_KEY, LONGEST_VALUE = 50, 128, 256
RESERVED_PREFIX = "aws:"
ALLOWED = re.compile(r"[\w .:/=+\-@]*")


def check_tags(tags: Mapping[str, str], present: Iterable[str] = ()) -> None:
    """Checks tags that are to be put on a resource which has some already.

    Raises:
        ValidationException: when one is not allowed, or there would be too many.
    """
    for key, value in tags.items():
        if not 1 <= len(key) <= LONGEST_KEY:
            raise ValidationException(f"Tag keys must have 1 to {LONGEST_KEY} characters, not {len(key)}")
        if len(value) > LONGEST_VALUE:
            raise ValidationException(f"The value of tag {key} is longer than {LONGEST_VALUE} characters")
        for text in (key, value):
            if not ALLOWED.fullmatch(text):
                raise ValidationException(f"Tag {key!r} has a character beside letters, digits, spaces and _.:/=+-@")
        if key.lower().startswith(RESERVED_PREFIX):
            raise ValidationException(f"Tag {key}: keys that begin with {RESERVED_PREFIX} are reserved")
    if len({*tags, *present}) > MOST:
        raise ValidationException(f"A resource cannot have more than {MOST} tags")
