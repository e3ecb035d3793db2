"""``sr-studio study serve``: raters in browsers, on this computer or in the whole room."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sr_studio.commands.study_design import Database, StudyPath

app = typer.Typer(add_completion=False)


@app.command()
def serve(
    study: StudyPath,
    lan: Annotated[
        bool, typer.Option("--lan", help="Open it to the network, and show a QR code.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port; 0: the one it had last, or any free one.")
    ] = 8765,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", help="Certificate (PEM), for https.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", help="Its private key (PEM).")] = None,
    path_prefix: Annotated[
        str, typer.Option("--path-prefix", help="Path behind a reverse proxy, such as /study.")
    ] = "",
    public: Annotated[
        str, typer.Option("--public", help="Address of that proxy, such as https://lab.example.")
    ] = "",
    invitations: Annotated[
        int, typer.Option("--invitations", min=0, max=500, help="Make and print so many links.")
    ] = 0,
    room: Annotated[
        bool, typer.Option("--room/--no-room", help="Let people in by a code, too.")
    ] = True,
    completion_code: Annotated[
        bool, typer.Option("--completion-code", help="Give who comes to the end a code to show.")
    ] = False,
    site: Annotated[str | None, typer.Option("--site", help="Where this server stands.")] = None,
    database: Database = None,
    json_: Annotated[
        bool, typer.Option("--json", help="Print addresses and password as one JSON line.")
    ] = False,
) -> int:
    """Let people rate in browsers, until you stop it."""
    from sr_studio.serving.run import serve

    serve(
        study,
        database=database,
        site=site,
        lan=lan,
        port=port,
        certificate=certificate,
        key=key,
        prefix=path_prefix,
        public=public,
        invitations=invitations,
        room=room,
        completion=completion_code,
        as_json=json_,
    )
    return 0
