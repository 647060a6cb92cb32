"""Compares every response of a client with botocore's own service model: what AWS says that it returns."""

import json
import re
import xml.etree.ElementTree as ElementTree


class ModelCheck:
    """Watches a session's clients; `violations` says where a response was not what the model declares."""

    def __init__(self):
        self.violations = []
        self.operations = set()

    def watch(self, client):
        client.meta.events.register("after-call", self._after_call)
        return client

    def _after_call(self, http_response, parsed, model, **_):
        service = model.service_model.service_name
        where = f"{service}.{model.name}"
        self.operations.add(where)
        if http_response.status_code >= 300:
            self._check_error(where, parsed, model)
        elif service == "s3":
            return
        elif http_response.headers.get("content-type", "").startswith("application/x-amz-json"):
            self._check(where, json.loads(http_response.content or b"{}"), model.output_shape)
        else:
            self._check_xml(where, http_response.content, model)
            self._check(where, {k: v for k, v in parsed.items() if k != "ResponseMetadata"}, model.output_shape)

    def _check_error(self, where, parsed, model):
        """An error must be one that the operation declares, or one that every service may return."""
        code = parsed.get("Error", {}).get("Code")
        declared = {shape.error_code for shape in model.error_shapes} | {shape.name for shape in model.error_shapes}
        if code not in declared | COMMON_ERRORS:
            self._report(where, f"the error {code} is not among {sorted(declared)}")

    def _check_xml(self, where, content, model):
        result = ElementTree.fromstring(content)
        if local_name(result.tag) != f"{model.name}Response":
            self._report(where, f"the root element is {local_name(result.tag)}")
        for child in result:
            if local_name(child.tag) == f"{model.name}Result" and model.output_shape:
                for element in child:
                    if local_name(element.tag) not in model.output_shape.members:
                        self._report(where, f"the element {local_name(element.tag)} is not in the model")

    def _check(self, where, value, shape):
        if shape is None:
            if value:
                self._report(where, f"there should be no output, but there is {value}")
            return
        getattr(self, f"_check_{shape.type_name}", self._check_other)(where, value, shape)

    def _check_structure(self, where, value, shape):
        if not isinstance(value, dict):
            return self._report(where, f"{value!r} is not a structure")
        for name in shape.required_members:
            if name not in value:
                self._report(where, f"the member {name} is missing")
        for name, member in value.items():
            if name not in shape.members:
                self._report(where, f"the member {name} is not in the model")
            elif member is None:
                self._report(where, f"the member {name} is null")
            else:
                self._check(f"{where}.{name}", member, shape.members[name])

    def _check_list(self, where, value, shape):
        if not isinstance(value, list):
            return self._report(where, f"{value!r} is not a list")
        for index, entry in enumerate(value):
            self._check(f"{where}[{index}]", entry, shape.member)

    def _check_string(self, where, value, shape):
        if not isinstance(value, str):
            # botocore turns IAM's policy documents into objects.
            return None if isinstance(value, dict) else self._report(where, f"{value!r} is not a string")
        if shape.enum and value not in shape.enum:
            self._report(where, f"{value} is not one of {shape.enum}")
        low, high = shape.metadata.get("min", 0), shape.metadata.get("max", float("inf"))
        if not low <= len(value) <= high:
            self._report(where, f"the length {len(value)} is not between {low} and {high}")
        pattern = shape.metadata.get("pattern")
        if pattern and "\\p" not in pattern and "\\u" not in pattern and not re.fullmatch(pattern, value):
            self._report(where, f"{value} does not match {pattern}")

    def _check_timestamp(self, where, value, _shape):
        if isinstance(value, bool) or isinstance(value, str):
            self._report(where, f"{value!r} is not a timestamp")

    def _check_boolean(self, where, value, _shape):
        if not isinstance(value, bool):
            self._report(where, f"{value!r} is not a boolean")

    def _check_integer(self, where, value, _shape):
        if not isinstance(value, int) or isinstance(value, bool):
            self._report(where, f"{value!r} is not an integer")

    def _check_other(self, where, _value, shape):
        self._report(where, f"the type {shape.type_name} is not checked: extend this file")

    def _report(self, where, what):
        self.violations.append(f"{where}: {what}")


COMMON_ERRORS = {
    "AccessDeniedException",
    "ValidationException",
    "ThrottlingException",
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "ExpiredTokenException",
    "AccessDenied",
    "ValidationError",
    "SignatureDoesNotMatch",
    "InvalidClientTokenId",
}


def local_name(tag):
    return tag.split("}")[-1]
