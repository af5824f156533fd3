"""Cryptography that no longer protects."""

import ast
import re

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, Frame
from pipeline.review.rules.table import HIGH, MEDIUM, Rule
from pipeline.review.rules.values import OWN, Value, words

DANGER = "weak-cryptography"
RULES = (
    Rule(
        "weak-cryptography-hash",
        DANGER,
        MEDIUM,
        Confidence.MEDIUM,
        "MD5 and SHA-1 are broken: another text with the same hash can be made, and passwords are found in seconds.",
        "Use SHA-256, for passwords scrypt, bcrypt or Argon2; usedforsecurity=False where nothing depends on it.",
    ),
    Rule(
        "weak-cryptography-cipher",
        DANGER,
        HIGH,
        Confidence.HIGH,
        "The cipher or its mode is broken: what it hides can be read or changed.",
        "Use AES-GCM or ChaCha20-Poly1305 with a new nonce for each text.",
    ),
    Rule(
        "weak-cryptography-key",
        DANGER,
        HIGH,
        Confidence.HIGH,
        "Keys this short, or rounds this few, can be broken with hardware that can be rented.",
        "Use 3072 bits for RSA and DSA, a curve of 256 bits or more, and the rounds that OWASP names.",
    ),
    Rule(
        "weak-cryptography-tls",
        DANGER,
        HIGH,
        Confidence.HIGH,
        "Whoever is between the two sides can read and change what they send.",
        "Leave verification on, name your own authority's certificate where needed, and require TLS 1.2 or later.",
    ),
    Rule(
        "weak-cryptography-signature",
        DANGER,
        HIGH,
        Confidence.HIGH,
        "A token whose signature is not checked, or checked so that it can be guessed, can be written by anybody.",
        "Decode the token with its key and a fixed list of algorithms; compare signatures with hmac.compare_digest.",
    ),
)
HASH, CIPHER, KEY, TLS, SIGNATURE = (rule.id for rule in RULES)
WEAK_HASHES = re.compile(r"^(md2|md4|md5|sha|sha1|sha-1|ripemd160)$", re.IGNORECASE)
HASHES = re.compile(
    r"^(hashlib\.(md5|sha1)|Crypto(dome)?\.Hash\.(MD2|MD4|MD5|SHA|SHA1)\.new|md5\.new|sha\.new|"
    r"cryptography\.hazmat\.primitives\.hashes\.(MD5|SHA1)|passlib\.hash\.(md5_crypt|sha1_crypt|des_crypt|lmhash|"
    r"nthash|ldap_md5|ldap_sha1|hex_md5|hex_sha1|plaintext|"
    r"mysql323|apr_md5_crypt)\.\w+|crypt\.crypt)$"
)
HASH_NAMES = words(
    """
    md5 sha1 MD5 SHA1 new SHA MD4 MD2 crypt hash encrypt using pbkdf2_hmac digest verify
    """
)
CIPHERS = re.compile(
    r"(^Crypto(dome)?\.Cipher\.(DES|DES3|ARC2|ARC4|Blowfish|CAST|XOR)\.new$)|"
    r"(^cryptography\..*\.(algorithms\.)?(ARC4|TripleDES|Blowfish|IDEA|CAST5|SEED|RC2)$)"
    r"|(^cryptography\..*modes\.ECB$)|(^(pyDes|pydes)\.(des|triple_des)$)|(^(DES|DES3|ARC4|Blowfish)\.new$)|"
    r"^cryptography\..*\.ECB$"
)
NONCED = re.compile(r"modes\.(CBC|CTR|GCM|OFB|CFB)$|(AESGCM|AESCCM|ChaCha20Poly1305)\.encrypt$")
CIPHER_NAMES = words(
    """
    encrypt CBC CTR GCM OFB CFB new ARC4 TripleDES Blowfish IDEA CAST5 SEED RC2 ECB des triple_des
    """
)
SHORT_KEYS: dict[str, tuple[int, str]] = {
    "rsa.generate_private_key": (2048, "key_size"),
    "dsa.generate_private_key": (2048, "key_size"),
    "RSA.generate": (2048, "bits"),
    "DSA.generate": (2048, "bits"),
    "dsa.generate_parameters": (2048, "key_size"),
    "rsa.newkeys": (2048, "nbits"),
    "dh.generate_parameters": (2048, "key_size"),
}
WEAK_CURVES = words(
    """
    SECP192R1 SECT163K1 SECT163R2 SECT233R1 SECT233K1 SECP224R1 SECP160R1 BrainpoolP160R1
    """
)
OLD_PROTOCOLS = re.compile(
    r"(^|\.)(PROTOCOL_(SSLv2|SSLv3|TLSv1|TLSv1_1|SSLv23)|TLSVersion\.(SSLv3|TLSv1|TLSv1_1|MINIMUM_SUPPORTED)|"
    r"SSLv2_METHOD|SSLv3_METHOD|TLSv1_METHOD|TLSv1_1_METHOD)$"
)
PASSWORD = re.compile(r"(^|_|\.)(passw(or)?d|passwd|pwd|passphrase|pw|pin)(_|$)", re.IGNORECASE)
WEAK_HASHERS = re.compile(r"(MD5|SHA1|Unsalted|Crypt)\w*PasswordHasher$")
WEAK_SUITES = re.compile(r"(?<![!-])\b(RC4|DES|3DES|NULL|aNULL|eNULL|EXPORT|EXP|MD5|LOW)\b")
UNKNOWN_HOSTS = re.compile(r"(^|\.)(AutoAddPolicy|WarningPolicy)(\.__call__)?$")
FEW_ROUNDS = 10_000


def hashed(call: Call) -> None:
    """A hash that is broken."""
    if (call.keywords.get("usedforsecurity") or OWN).const is False:
        return
    if HASHES.match(call.name):
        call.report(HASH, f"{call.name} is a broken hash.")
        return
    algorithm: Value | None = None
    if call.name == "hashlib.new" or call.name == "hashlib.pbkdf2_hmac":
        algorithm = call.argument(0, "name", "hash_name")
    elif call.name in ("hmac.new", "hmac.digest", "hmac.HMAC"):
        algorithm = call.argument(2, "digestmod", "digest")
    if algorithm is not None and (WEAK_HASHES.match(algorithm.text or "") or HASHES.match(algorithm.ref)):
        call.report(HASH, f"{call.last}() is told to use a broken hash.")
    rounds = (call.argument(3, "iterations") or OWN).const
    if call.name == "hashlib.pbkdf2_hmac" and isinstance(rounds, int) and rounds < FEW_ROUNDS:
        call.report(KEY, "pbkdf2_hmac() has too few rounds.")


def quickly_hashed(call: Call) -> None:
    """A password in a hash that is made to be quick."""
    given = call.argument(0, "string", "data")
    is_slow = bool(call.frame.module.packages & {"bcrypt", "argon2", "passlib"})
    if not call.name.startswith("hashlib.") or given is None or is_slow:
        return
    if any(PASSWORD.search(name) for name in given.about):
        call.report(HASH, f"{call.last}() is quick: passwords that are hashed with it are found by trying.")


def enciphered(call: Call) -> None:
    """A cipher or a mode that is broken."""
    if CIPHERS.search(call.name):
        call.report(
            CIPHER, f"{call.name.rsplit('.', 2)[-2] if call.last == 'new' else call.last} is a broken cipher or mode."
        )
    elif "AES" in call.name and call.last == "new":
        mode = call.argument(1, "mode")
        if mode is not None and (mode.ref.endswith("MODE_ECB") or mode.const == 1):
            call.report(CIPHER, "AES in ECB mode shows which parts of a text are the same.")
        elif isinstance((call.argument(2, "iv", "nonce", "IV") or OWN).const, bytes):
            call.report(CIPHER, "The cipher begins with a constant instead of a new random nonce.")
    elif NONCED.search(call.name) and isinstance((call.argument(0, "nonce") or OWN).const, bytes):
        call.report(CIPHER, "The cipher begins with a constant instead of a new random nonce.")


def shortened(call: Call) -> None:
    """A key that is too short."""
    for name, (least, keyword) in SHORT_KEYS.items():
        if call.name.endswith("." + name) or call.name == name:
            position = 1 if "private_key" in name and "rsa" in name else 0
            size = call.argument(position, keyword)
            if size is not None and isinstance(size.const, int) and 1 < size.const < least:
                call.report(KEY, f"The key has {size.const} bits.")
    curve = call.argument(0, "curve")
    if curve is not None and {curve.ref.rsplit(".", 1)[-1], curve.type.rsplit(".", 1)[-1]} & WEAK_CURVES:
        call.report(KEY, "The curve is too small.")


def trusted(call: Call) -> None:
    """Certificates that are not looked at, and old protocols."""
    verify = call.keywords.get("verify")
    if verify is not None and verify.const is False and not call.name.startswith("jwt."):
        call.report(TLS, f"{call.last}() does not verify the certificate.")
    for name in (
        "ssl",
        "verify_ssl",
        "check_hostname",
        "ssl_verify",
        "validate_certs",
        "tls_verify",
        "sslverify",
        "use_ssl_verification",
    ):
        value = call.keywords.get(name)
        if value is not None and value.const is False and (name != "ssl" or "aiohttp" in call.frame.module.packages):
            call.report(TLS, f"{call.last}() does not verify the certificate.")
    certificates = call.keywords.get("cert_reqs")
    if certificates is not None and (
        certificates.text in ("CERT_NONE", "NONE") or certificates.ref.endswith("CERT_NONE")
    ):
        call.report(TLS, f"{call.last}() does not verify the certificate.")
    if call.name in ("ssl._create_unverified_context", "ssl._create_stdlib_context"):
        call.report(TLS, "The context does not verify certificates.")
    for value in call.every():
        if OLD_PROTOCOLS.search(value.ref) and call.last != "PROTOCOL_TLS":
            call.report(TLS, f"{value.ref.rsplit('.', 1)[-1]} is a broken protocol.")


def acquainted(call: Call) -> None:
    """A server of SSH whose key nobody knows."""
    policy = call.argument(0, "policy") or OWN
    if UNKNOWN_HOSTS.search(policy.ref or policy.type):
        call.report(TLS, "Every server is believed to be the one that is meant: no key is compared.")


def suited(call: Call) -> None:
    """Broken ciphers among those of a connection."""
    suites = call.argument(0, "ciphers", "cipherlist")
    if suites is not None and WEAK_SUITES.search(suites.text or ""):
        call.report(TLS, "Broken ciphers are accepted.")


def decoded(call: Call) -> None:
    """A token whose signature is not checked."""
    if not call.name.startswith(("jwt.", "jose.")) or call.last != "decode":
        return
    options = (call.keywords.get("options") or call.argument(3, "options") or OWN).entries or {}
    verified = options.get("verify_signature", call.keywords.get("verify", OWN))
    algorithms = call.keywords.get("algorithms") or call.argument(2) or OWN
    names = [item.text for item in (algorithms.items or (algorithms,))]
    if verified.const is False or any((name or "").lower() == "none" for name in names):
        call.report(SIGNATURE, "The token's signature is not checked.")


def compared(frame: Frame, node: ast.Compare, left: tuple[str, Value], right: tuple[str, Value]) -> None:
    """A signature that is compared with `==`, which takes the longer the more of it is right."""
    for (_, one), (_, other) in ((left, right), (right, left)):
        if one.type in ("hmac.new", "hmac.digest", "hmac.HMAC") and other.trust:
            frame.report(SIGNATURE, node, "The time that this comparison takes tells how much of a signature is right.")


def assigned(frame: Frame, node: ast.AST, key: str, value: Value) -> None:
    """Verification that is switched off, and old protocols."""
    last = key.rsplit(".", 1)[-1]
    if (last in ("verify", "check_hostname") and "." in key and value.const is False) or (
        last == "verify_mode" and (value.ref.endswith("CERT_NONE") or (value.const == 0 and value.const is not False))
    ):
        frame.report(TLS, node, "The certificate is not verified.")
    elif last == "_create_default_https_context" and "unverified" in value.ref:
        frame.report(TLS, node, "No certificate is verified in the whole program.")
    elif last == "PASSWORD_HASHERS" and value.items and WEAK_HASHERS.search(value.items[0].text or ""):
        frame.report(HASH, node, "Passwords are kept as broken hashes.")
    elif last == "minimum_version" and OLD_PROTOCOLS.search(value.ref):
        frame.report(TLS, node, "An old, broken version of TLS is accepted.")
    for name, item in (value.entries or {}).items():
        is_off = name in ("verify", "verify_ssl", "check_hostname") and item.const is False
        if is_off or (name == "cert_reqs" and item.ref.endswith("CERT_NONE")):
            frame.report(TLS, node, "The certificate is not verified.")


EVERY = (trusted,)
CALLS = {
    **dict.fromkeys(HASH_NAMES, hashed),
    **dict.fromkeys({name.rsplit(".", 1)[-1] for name in SHORT_KEYS}, shortened),
    "decode": decoded,
    "set_ciphers": suited,
    "set_missing_host_key_policy": acquainted,
}
SECOND_CALLS = {
    **dict.fromkeys(CIPHER_NAMES, enciphered),
    **dict.fromkeys(words("sha224 sha256 sha384 sha512 sha3_256 sha3_512 blake2b blake2s"), quickly_hashed),
}
ASSIGNED = (assigned,)
COMPARED = (compared,)
