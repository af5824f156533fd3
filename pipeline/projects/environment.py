"""Environment variables and figures that several types of project know."""

from pipeline.contracts.delivery import Metrics, Variable

DATABASE_URL = Variable(
    name="DATABASE_URL", about="A PostgreSQL database in place of the embedded one.", is_secret=True
)
API_KEYS = Variable(name="API_KEYS", about="The keys that it accepts, separated by commas.", is_secret=True)
RATE_LIMIT = Variable(name="RATE_LIMIT", about="Requests a minute that a client may make, 0 for any number.")
FORWARDED_ALLOW_IPS = Variable(
    name="FORWARDED_ALLOW_IPS", about="Addresses of proxies whose word on a client's address is believed."
)
HTTP_METRICS = Metrics(requests="http_requests_total", seconds="http_request_duration_seconds", endpoint="path")
"""What every project counts that has `common/files/operations`."""
