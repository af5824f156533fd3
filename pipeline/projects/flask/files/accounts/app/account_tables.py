"""The tables of accounts, and what is added to those of an earlier release."""

import sqlalchemy as sa

_metadata = sa.MetaData()

accounts = sa.Table(
    "_accounts",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("is_locked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("signed_in_at", sa.Double),
)
sessions = sa.Table(
    "_sessions",
    _metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("account_id", sa.ForeignKey("_accounts.id"), nullable=False),
    sa.Column("ends", sa.Double, nullable=False),
)
failures = sa.Table(
    "_failures",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, index=True),
    sa.Column("address", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.Double, nullable=False),
)


def prepare(connection: sa.Connection) -> None:
    """Make the tables and columns that are missing; accounts that are there stay as they are."""
    _metadata.create_all(connection)
    present = {column["name"] for column in sa.inspect(connection).get_columns(accounts.name)}
    for column in accounts.columns:
        if column.name not in present:
            definition = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {accounts.name} ADD COLUMN {definition}")
