"""Braket's container images in ECR, as far as the SDK asks for them: their names and tags, nothing to pull.

`@hybrid_job` looks for a tag with a version of Python, and takes no other than its own. Jobs run on this machine's
Python, whatever their image, and so it is this one that the tag names.
"""

import json
import sys

from moto.ecr.models import ECRBackend

REGISTRY = "292282985366"
REPOSITORIES = tuple(f"amazon-braket-{kind}-jobs" for kind in ("base", "pytorch", "tensorflow", "cudaq"))
REGIONS = ("us-east-1", "us-west-1", "us-west-2", "eu-west-2", "eu-north-1")
"""Where the images are: braket/jobs/image_uri_config in the SDK."""

TAGS = ("latest", f"1.0-cpu-py{sys.version_info.major}{sys.version_info.minor}-ubuntu24.04")
MANIFEST_TYPE = "application/vnd.docker.distribution.manifest.v2+json"


def add_images(registry: ECRBackend) -> None:
    """Puts the images into a region's registry."""
    if registry.region_name not in REGIONS:
        return
    for name in REPOSITORIES:
        registry.create_repository(name, REGISTRY, {}, {}, "IMMUTABLE", [])
        config = {"mediaType": "application/vnd.docker.container.image.v1+json", "digest": f"sha256:{name}", "size": 0}
        manifest = {"schemaVersion": 2, "mediaType": MANIFEST_TYPE, "config": config, "layers": []}
        for tag in TAGS:
            registry.put_image(name, json.dumps(manifest), tag, MANIFEST_TYPE)
