"""Which URLs are Braket's; the operation is found from botocore's service model."""

import re

from local_aws.braket.responses import BraketResponse

url_bases = [r"https?://braket\.(.+)\.amazonaws\.com"]

url_paths = {"{0}/$": BraketResponse.dispatch, "{0}/.*$": BraketResponse.dispatch}

UNSIGNED = re.compile(
    r"/(jobs?|quantum-tasks?|devices|spending-limits?)/?|/(job|quantum-task|device|spending-limit|tags)/arn:.*"
)
"""Paths by which a request without a signature, which would name the service, is known to be meant for Braket."""
