"""Drives the mocked AWS with boto3 and prints one JSON document: which scenarios held, and what the service models say."""

import json
import os
import sys
import time
import traceback
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from model_check import ModelCheck

check = ModelCheck()


def client(service, **more):
    # One attempt: what is refused must be refused, not tried again.
    return check.watch(boto3.client(service, config=Config(retries={"max_attempts": 1, "mode": "standard"}), **more))


pca, iam, sts, s3 = client("acm-pca"), client("iam"), client("sts"), client("s3")
account = sts.get_caller_identity()["Account"]
region = os.environ["AWS_REGION"]
state = {}


def template(name):
    return f"arn:aws:acm-pca:::template/{name}/V1"


def expect_error(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, f"expected {code}, got {error}"
        return
    raise AssertionError(f"expected {code}, and the call succeeded")


def wait(name, **arguments):
    """boto3's own waiter, with its own conditions, asked more often than it does by default."""
    waiter = pca.get_waiter(name)
    waiter.wait(WaiterConfig={"Delay": 0.05, "MaxAttempts": 200}, **arguments)


def create(kind, name, **more):
    arn = pca.create_certificate_authority(
        CertificateAuthorityType=kind,
        CertificateAuthorityConfiguration={
            "KeyAlgorithm": "EC_prime256v1",
            "SigningAlgorithm": "SHA256WITHECDSA",
            "Subject": {"Country": "DE", "Organization": "Example", "CommonName": name},
        },
        **more,
    )["CertificateAuthorityArn"]
    wait("certificate_authority_csr_created", CertificateAuthorityArn=arn)
    return arn, pca.get_certificate_authority_csr(CertificateAuthorityArn=arn)["Csr"]


def issue(arn, csr, template_name, days=30, **more):
    certificate_arn = pca.issue_certificate(
        CertificateAuthorityArn=arn,
        Csr=csr,
        SigningAlgorithm="SHA256WITHECDSA",
        TemplateArn=template(template_name),
        Validity={"Type": "DAYS", "Value": days},
        **more,
    )["CertificateArn"]
    wait("certificate_issued", CertificateAuthorityArn=arn, CertificateArn=certificate_arn)
    return certificate_arn, pca.get_certificate(CertificateAuthorityArn=arn, CertificateArn=certificate_arn)


def buckets():
    s3.create_bucket(Bucket="pca-reports", CreateBucketConfiguration={"LocationConstraint": region})
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "acm-pca.amazonaws.com"},
        "Action": ["s3:PutObject", "s3:PutObjectAcl", "s3:GetBucketAcl", "s3:GetBucketLocation"],
        "Resource": ["arn:aws:s3:::pca-reports/*", "arn:aws:s3:::pca-reports"],
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    s3.put_bucket_policy(Bucket="pca-reports", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    assert s3.get_bucket_location(Bucket="pca-reports")["LocationConstraint"] == region


def hierarchy():
    root, csr = create("ROOT", "root", Tags=[{"Key": "purpose", "Value": "test"}])
    _, own = issue(root, csr, "RootCACertificate", 3650)
    pca.import_certificate_authority_certificate(CertificateAuthorityArn=root, Certificate=own["Certificate"])
    crl = {"Enabled": True, "ExpirationInDays": 7, "S3BucketName": "pca-reports"}
    sub, csr = create("SUBORDINATE", "sub", RevocationConfiguration={"CrlConfiguration": crl})
    _, own = issue(root, csr, "SubordinateCACertificate_PathLen1", 1825)
    pca.import_certificate_authority_certificate(
        CertificateAuthorityArn=sub, Certificate=own["Certificate"], CertificateChain=own["CertificateChain"]
    )
    described = pca.describe_certificate_authority(CertificateAuthorityArn=sub)["CertificateAuthority"]
    assert described["Status"] == "ACTIVE", described
    assert described["RevocationConfiguration"]["CrlConfiguration"]["S3BucketName"] == "pca-reports"
    state.update(root=root, sub=sub, csr=csr)


def chain_ends_with_the_root():
    got = pca.get_certificate_authority_certificate(CertificateAuthorityArn=state["sub"])
    root = pca.get_certificate_authority_certificate(CertificateAuthorityArn=state["root"])
    assert got["CertificateChain"] == root["Certificate"] and "CertificateChain" not in root
    arn, leaf = issue(state["sub"], state["csr"], "EndEntityCertificate")
    assert leaf["CertificateChain"] == got["Certificate"] + "\n" + got["CertificateChain"]
    state.update(leaf=arn)


def pagination():
    for number in range(3):
        pca.create_certificate_authority(
            CertificateAuthorityType="ROOT",
            CertificateAuthorityConfiguration={
                "KeyAlgorithm": "EC_prime256v1",
                "SigningAlgorithm": "SHA256WITHECDSA",
                "Subject": {"CommonName": f"page {number}"},
            },
        )
    pages = list(pca.get_paginator("list_certificate_authorities").paginate(PaginationConfig={"PageSize": 2}))
    arns = [entry["Arn"] for page in pages for entry in page["CertificateAuthorities"]]
    assert len(pages) == 3 and len(arns) == len(set(arns)) == 5, (len(pages), arns)
    expect_error("InvalidNextTokenException", pca.list_certificate_authorities, NextToken="nonsense")


def tags():
    root = state["root"]
    pca.tag_certificate_authority(CertificateAuthorityArn=root, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b"}])
    pca.untag_certificate_authority(CertificateAuthorityArn=root, Tags=[{"Key": "a", "Value": "1"}])
    pages = pca.get_paginator("list_tags").paginate(CertificateAuthorityArn=root, PaginationConfig={"PageSize": 1})
    found = {tag["Key"]: tag["Value"] for page in pages for tag in page["Tags"]}
    assert found == {"purpose": "test", "b": ""}, found
    reserved = [{"Key": "aws:x", "Value": "1"}]
    expect_error("InvalidTagException", pca.tag_certificate_authority, CertificateAuthorityArn=root, Tags=reserved)
    many = [{"Key": f"key-{number}", "Value": ""} for number in range(50)]
    expect_error("TooManyTagsException", pca.tag_certificate_authority, CertificateAuthorityArn=root, Tags=many)


def permissions():
    sub = state["sub"]
    grant = {"CertificateAuthorityArn": sub, "Principal": "acm.amazonaws.com"}
    pca.create_permission(Actions=["IssueCertificate", "GetCertificate"], **grant)
    expect_error("PermissionAlreadyExistsException", pca.create_permission, Actions=["GetCertificate"], **grant)
    listed = pca.get_paginator("list_permissions").paginate(CertificateAuthorityArn=sub).build_full_result()
    assert listed["Permissions"][0]["Principal"] == "acm.amazonaws.com", listed
    pca.delete_permission(**grant)
    expect_error("ResourceNotFoundException", pca.delete_permission, **grant)


def resource_policy():
    sub = state["sub"]
    expect_error("ResourceNotFoundException", pca.get_policy, ResourceArn=sub)
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "210987654321"},
        "Action": ["acm-pca:IssueCertificate", "acm-pca:GetCertificate", "acm-pca:DescribeCertificateAuthority"],
        "Resource": sub,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    pca.put_policy(ResourceArn=sub, Policy=policy)
    assert pca.get_policy(ResourceArn=sub)["Policy"] == policy
    expect_error("InvalidPolicyException", pca.put_policy, ResourceArn=sub, Policy="not json")
    locked = {"Effect": "Deny", "Principal": "*", "Action": "acm-pca:*", "Resource": sub}
    lockout = json.dumps({"Version": "2012-10-17", "Statement": [locked]})
    expect_error("LockoutPreventedException", pca.put_policy, ResourceArn=sub, Policy=lockout)
    pca.delete_policy(ResourceArn=sub)
    pca.delete_policy(ResourceArn=sub)


def revocation():
    sub = state["sub"]
    serial = state["leaf"].rsplit("/", 1)[1]
    colons = ":".join(serial[index : index + 2] for index in range(0, len(serial), 2)).upper()
    revoke = {"CertificateAuthorityArn": sub, "CertificateSerial": colons, "RevocationReason": "KEY_COMPROMISE"}
    pca.revoke_certificate(**revoke)
    expect_error("RequestAlreadyProcessedException", pca.revoke_certificate, **revoke)
    expect_error("ResourceNotFoundException", pca.revoke_certificate, **{**revoke, "CertificateSerial": "01"})
    # A revoked certificate is still returned.
    assert pca.get_certificate(CertificateAuthorityArn=sub, CertificateArn=state["leaf"])["Certificate"]
    key = f"crl/{sub.rsplit('/', 1)[1]}.crl"
    deadline = time.monotonic() + 10
    while bytes.fromhex(serial) not in s3.get_object(Bucket="pca-reports", Key=key)["Body"].read():
        assert time.monotonic() < deadline, "the CRL never named the revoked certificate"


def audit_report():
    sub = state["sub"]
    report = {"CertificateAuthorityArn": sub, "S3BucketName": "pca-reports", "AuditReportResponseFormat": "JSON"}
    created = pca.create_certificate_authority_audit_report(**report)
    wait("audit_report_created", CertificateAuthorityArn=sub, AuditReportId=created["AuditReportId"])
    entries = json.loads(s3.get_object(Bucket="pca-reports", Key=created["S3Key"])["Body"].read())
    leaf = next(entry for entry in entries if entry["certificateArn"] == state["leaf"])
    assert leaf["revocationReason"] == "KEY_COMPROMISE" and leaf["templateArn"] == template("EndEntityCertificate"), leaf
    expect_error("RequestInProgressException", pca.create_certificate_authority_audit_report, **report)
    missing = {**report, "S3BucketName": "no-such-bucket"}
    expect_error("InvalidArgsException", pca.create_certificate_authority_audit_report, **missing)


def life_of_an_authority():
    root, csr = create("ROOT", "short life")
    by_arn = {"CertificateAuthorityArn": root}
    expect_error("InvalidStateException", pca.update_certificate_authority, Status="DISABLED", **by_arn)
    _, own = issue(root, csr, "RootCACertificate")
    pca.import_certificate_authority_certificate(Certificate=own["Certificate"], **by_arn)
    expect_error("InvalidStateException", pca.delete_certificate_authority, **by_arn)
    pca.update_certificate_authority(Status="DISABLED", **by_arn)
    refused = {"Csr": csr, "SigningAlgorithm": "SHA256WITHECDSA", "Validity": {"Type": "DAYS", "Value": 1}}
    expect_error("InvalidStateException", pca.issue_certificate, **refused, **by_arn)
    pca.delete_certificate_authority(PermanentDeletionTimeInDays=7, **by_arn)
    described = pca.describe_certificate_authority(**by_arn)["CertificateAuthority"]
    assert described["Status"] == "DELETED" and described["RestorableUntil"].timestamp() > time.time() + 6 * 86400
    pca.restore_certificate_authority(**by_arn)
    assert pca.describe_certificate_authority(**by_arn)["CertificateAuthority"]["Status"] == "DISABLED"
    expect_error("InvalidStateException", pca.restore_certificate_authority, **by_arn)


def broken_requests():
    sub = state["sub"]
    request = {"CertificateAuthorityArn": sub, "SigningAlgorithm": "SHA256WITHECDSA"}
    day = {"Type": "DAYS", "Value": 1}
    expect_error("MalformedCSRException", pca.issue_certificate, Csr=b"garbage", Validity=day, **request)
    forever = {"Type": "YEARS", "Value": 40}
    expect_error("ValidationException", pca.issue_certificate, Csr=state["csr"], Validity=forever, **request)
    wrong = "arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/none"
    expect_error("InvalidArnException", pca.describe_certificate_authority, CertificateAuthorityArn=wrong)
    absent = f"arn:aws:acm-pca:{region}:{account}:certificate-authority/00000000-0000-0000-0000-000000000000"
    expect_error("ResourceNotFoundException", pca.describe_certificate_authority, CertificateAuthorityArn=absent)
    unknown = f"{sub}/certificate/{'0' * 32}"
    by_arn = {"CertificateAuthorityArn": sub, "CertificateArn": unknown}
    expect_error("ResourceNotFoundException", pca.get_certificate, **by_arn)
    imported = {"CertificateAuthorityArn": sub, "Certificate": b"garbage"}
    expect_error("MalformedCertificateException", pca.import_certificate_authority_certificate, **imported)


def roles_and_sessions():
    trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "sts:AssumeRole"}
    trust_document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName="issuer", AssumeRolePolicyDocument=trust_document)["Role"]
    allowed = {
        "Effect": "Allow",
        "Action": "acm-pca:IssueCertificate",
        "Resource": state["sub"],
        "Condition": {"StringLike": {"acm-pca:TemplateArn": template("EndEntity*")}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    policy = iam.create_policy(PolicyName="issue", PolicyDocument=document)["Policy"]
    iam.attach_role_policy(RoleName="issuer", PolicyArn=policy["Arn"])
    attached = iam.get_paginator("list_attached_role_policies").paginate(RoleName="issuer").build_full_result()
    assert attached["AttachedPolicies"] == [{"PolicyName": "issue", "PolicyArn": policy["Arn"]}], attached
    assert iam.get_role(RoleName="issuer")["Role"]["AssumeRolePolicyDocument"] == json.loads(trust_document)
    credentials = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="session")["Credentials"]
    session = client(
        "acm-pca",
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )
    request = {
        "CertificateAuthorityArn": state["sub"],
        "Csr": state["csr"],
        "SigningAlgorithm": "SHA256WITHECDSA",
        "Validity": {"Type": "DAYS", "Value": 1},
    }
    session.issue_certificate(TemplateArn=template("EndEntityServerAuthCertificate"), **request)
    authority = template("SubordinateCACertificate_PathLen0")
    expect_error("AccessDeniedException", session.issue_certificate, TemplateArn=authority, **request)
    expect_error("AccessDeniedException", session.describe_certificate_authority, CertificateAuthorityArn=state["sub"])
    expect_error("DeleteConflict", iam.delete_role, RoleName="issuer")
    expect_error("NoSuchEntity", iam.get_role, RoleName="nobody")
    expect_error("EntityAlreadyExists", iam.create_role, RoleName="issuer", AssumeRolePolicyDocument=trust_document)
    expect_error("MalformedPolicyDocument", iam.create_policy, PolicyName="bad", PolicyDocument="{}")
    iam.detach_role_policy(RoleName="issuer", PolicyArn=policy["Arn"])
    iam.delete_role(RoleName="issuer")
    iam.delete_policy(PolicyArn=policy["Arn"])


def users_and_keys():
    iam.create_user(UserName="reader")
    key = iam.create_access_key(UserName="reader")["AccessKey"]
    reader = client(
        "acm-pca", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"]
    )
    expect_error("AccessDeniedException", reader.list_certificate_authorities)
    iam.attach_user_policy(UserName="reader", PolicyArn="arn:aws:iam::aws:policy/AWSPrivateCAReadOnly")
    assert reader.list_certificate_authorities()["CertificateAuthorities"]
    iam.update_access_key(UserName="reader", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    expect_error("UnrecognizedClientException", reader.list_certificate_authorities)
    assert [entry["Status"] for entry in iam.list_access_keys(UserName="reader")["AccessKeyMetadata"]] == ["Inactive"]
    iam.delete_access_key(UserName="reader", AccessKeyId=key["AccessKeyId"])
    iam.detach_user_policy(UserName="reader", PolicyArn="arn:aws:iam::aws:policy/AWSPrivateCAReadOnly")
    iam.delete_user(UserName="reader")
    expect_error("NoSuchEntity", iam.get_user, UserName="reader")


def oidc_providers():
    url = f"https://oidc.eks.{region}.amazonaws.com/id/EXAMPLE"
    arn = iam.create_open_id_connect_provider(Url=url, ClientIDList=["sts.amazonaws.com"])["OpenIDConnectProviderArn"]
    assert iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["ClientIDList"] == ["sts.amazonaws.com"]
    assert {"Arn": arn} in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def presigned_urls():
    s3.put_object(Bucket="pca-reports", Key="with space/and+plus", Body=b"content")
    about = {"Bucket": "pca-reports", "Key": "with space/and+plus"}
    with urllib.request.urlopen(s3.generate_presigned_url("get_object", Params=about)) as response:
        assert response.read() == b"content"
    # The form in which EKS receives its users' identities.
    with urllib.request.urlopen(sts.generate_presigned_url("get_caller_identity", HttpMethod="GET")) as response:
        assert b":user/administrator</Arn>" in response.read()


SCENARIOS = [
    buckets,
    hierarchy,
    chain_ends_with_the_root,
    pagination,
    tags,
    permissions,
    resource_policy,
    revocation,
    audit_report,
    life_of_an_authority,
    broken_requests,
    roles_and_sessions,
    users_and_keys,
    oidc_providers,
    presigned_urls,
]


def main():
    failures = []
    for scenario in SCENARIOS:
        try:
            scenario()
        except Exception:  # noqa: BLE001 - whatever it is, it is reported.
            failures.append({"scenario": scenario.__name__, "error": traceback.format_exc()})
    json.dump(
        {
            "scenarios": [scenario.__name__ for scenario in SCENARIOS],
            "failures": failures,
            "violations": sorted(set(check.violations)),
            "operations": sorted(check.operations),
            "pcaOperations": sorted(pca.meta.service_model.operation_names),
        },
        sys.stdout,
    )


main()
