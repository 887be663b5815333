"""Every setting: one name, one default, one line of help; read from SAMTLIGA_* variables."""

from enum import Enum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class EngineKind(Enum):
    """What wakes the senders; see `bot.engine`."""

    APSCHEDULER = "apscheduler"
    PROCRASTINATE = "procrastinate"


class Settings(BaseSettings):
    """What an operator decides; `samtliga run` takes them from the environment."""

    model_config = SettingsConfigDict(env_prefix="SAMTLIGA_", frozen=True, extra="ignore")

    database_url: str = Field(
        default="sqlite:///samtliga.sqlite3",
        description="Where the record is kept: a SQLite file or a PostgreSQL database.",
    )
    agreements_dir: Path | None = Field(
        default=None,
        description="A folder with agreement files (TOML) of your own, beside those that ship.",
    )
    language: str = Field(default="sv", description="The language of the command line: sv or en.")
    slack_bot_token: SecretStr = Field(
        default=SecretStr(""), description="The bot token of the Slack app (xoxb-…)."
    )
    slack_app_token: SecretStr = Field(
        default=SecretStr(""), description="The app-level token for Socket Mode (xapp-…)."
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/", description="The address of Slack's Web API."
    )
    tick_seconds: float = Field(
        default=20, gt=0, description="How often the ticker looks for what is due."
    )
    engine: EngineKind = Field(
        default=EngineKind.APSCHEDULER,
        description="What wakes the senders: apscheduler (one process) or procrastinate"
        " (several, on PostgreSQL; needs the extra `postgres`).",
    )
    seconds_between_posts: float = Field(
        default=1.0, ge=0, description="The pause between two posts in one channel."
    )
    posts_per_minute: int = Field(
        default=240, gt=0, description="How many posts a minute the whole workspace gets."
    )
    trouble_seconds: float = Field(
        default=30,
        gt=0,
        description=(
            "How long a message waits after Slack refused or was away. Not less than a call to"
            " Slack can take (30 s): a look for a dead sender's message would come too early."
        ),
    )
