"""What a sentence can ask of an application, as fixed terms that every type of project answers for itself."""

from enum import StrEnum


class Capability(StrEnum):
    """One thing that an application can do; the value is how people are told of it."""

    # records
    FIELDS = "records with these fields"
    RELATION = "records that refer to others"
    REQUIRED = "required values"
    UNIQUE = "values that are given once"
    BOUNDS = "limits to values"
    CHOICES = "values from a list"
    ORDER = "values that are before or after others of their record"
    READ = "reading records"
    CREATE = "adding records"
    UPDATE = "changing records"
    DELETE = "removing records"
    # questions
    LIST = "lists in pages"
    SORT = "sorting"
    FILTER = "filters"
    SEARCH = "full-text search"
    AGGREGATE = "counts, sums and averages by group"
    EXPORT = "exports as CSV, JSON or Parquet"
    DASHBOARD = "a page with charts in the browser"
    PAGES = "pages and forms in the browser"
    SCHEMA = "a description of the fields"
    API = "an HTTP API"
    PERIODS = "figures by day, month or year"
    # access and operation
    SIGN_IN = "signing in"
    ROLES = "what each role may do"
    API_KEY = "access with an API key"
    RATE_LIMIT = "a limit to requests"
    HEALTH = "health and readiness checks"
    METRICS = "metrics"
    LOGS = "structured logs"
    POSTGRES = "a PostgreSQL database"
    # learning
    TRAIN = "training a model"
    PREDICT = "predictions"
    EVALUATE = "measured quality of a model"
    DRIFT = "a check for drifting data"
    # data processing
    CLEAN = "cleaning steps"
    VALIDATE = "validation with a quarantine"
    LETTERS = "text in capital or small letters"
    MASK = "personal data that nobody can read"
    INCREMENTAL = "incremental loads"
    PARTITION = "Parquet partitions"
    SCHEDULE = "scheduled runs"
    LINEAGE = "a lineage report"
    SPARK = "running on Spark"
    # services
    GATEWAY = "a gateway in front of services"
    QUEUE = "work in the background from a queue"
