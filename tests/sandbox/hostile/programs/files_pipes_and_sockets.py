"""A pipe or a socket among the outputs does not stop whoever brings them back."""

import os
import socket

from tests.sandbox.hostile.acts import held

os.mkfifo("pipe.txt")
os.mkfifo("fine.txt")
socket.socket(socket.AF_UNIX).bind("socket.txt")
held("what came back is seen from outside")
