"""The kernel's store of keys can't be reached."""

from tests.sandbox.hostile.acts import HOST, system_call

USER_KEYRING, GET_ID = -4, 0

system_call("stored a key", "add_key", b"user", HOST["mark"].encode(), b"x", 1, -2)
system_call("asked for a key", "request_key", b"user", b"quintet", None, 0)
system_call("found the user's keys", "keyctl", GET_ID, USER_KEYRING, 0)
