"""Settings: read once from the environment (GROUNDSWELL_...) and a `.env` file, never while importing."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.home import Home
from tools.errors import BadRequest


class Settings(BaseSettings):
    """Everything that can be set. Each field is the variable GROUNDSWELL_<FIELD>."""

    model_config = SettingsConfigDict(
        env_prefix="GROUNDSWELL_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True,
        hide_input_in_errors=True,
    )  # fmt: skip

    home: Path = Field(Path("~/.groundswell"), description="The data folder.")
    state_url: str | None = Field(None, description="SQLAlchemy URL of the state store; none for SQLite in the home.")
    model: str | None = Field(None, description="Chat model for planning and prose; none to run without one.")
    base_url: str | None = Field(None, description="OpenAI-compatible endpoint; none for the vendor's own.")
    api_key: SecretStr | None = Field(None, description="Its key; none for endpoints that need none.")
    model_timeout_s: float = Field(30, gt=0, description="Longest wait for one reply of the model.")
    reader: str = Field(
        "shipped", description="Which reader labels texts: `shipped`, `onnx:NAME` or `onnx:FOLDER`, or `endpoint`."
    )
    reader_model: str | None = Field(None, description="Model that `endpoint` labels with; none for the chat model.")
    reader_most: int = Field(20_000, ge=1, description="Most texts that one command may send to the endpoint.")
    http_tokens: tuple[SecretStr, ...] = Field((), description="Bearer tokens that MCP over HTTP accepts, a JSON list.")
    http_hosts: tuple[str, ...] = Field((), description="Names by which clients reach MCP over HTTP, a JSON list.")
    reply_tokens: int = Field(2000, ge=500, description="Longest reply over MCP, in tokens of 4 bytes.")
    disclosure_key: SecretStr | None = Field(
        None, description="Key by which counts of people are disguised; none for the data folder's own random one."
    )
    threads: int = Field(0, ge=0, description="Threads of the embedder and reader; 0 for one a core.")

    @property
    def data(self) -> Home:
        """The data folder, with `~` resolved; BadRequest where it leads nowhere."""
        try:
            return Home(self.home.expanduser().resolve())
        except (RuntimeError, OSError):  # no such user, no home at all, or links that lead in a circle
            raise BadRequest(
                f"GROUNDSWELL_HOME is {str(self.home)!r}, which leads to no folder. Set it to a path such as "
                "/data/groundswell."
            ) from None

    @property
    def state(self) -> str:
        """URL of the state store."""
        return self.state_url or f"sqlite:///{self.data.state / 'groundswell.db'}"
