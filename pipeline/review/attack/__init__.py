"""The attack on a service that runs in the sandbox: what is sent, and what its answers must not hold.

These modules run inside of the sandbox, beside an application whose packages are not ours to choose: they use the
standard library only, and import each other relatively.
"""
