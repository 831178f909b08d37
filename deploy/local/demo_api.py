"""The public REST API as the demo loader uses it: the same doors as everybody's."""

import time
from typing import Any

import httpx

Json = dict[str, Any]
RETRIES = 5


class Refused(Exception):
    """The API said no; the text holds what it said."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(
            f"{response.request.method} {response.request.url.path} answered "
            f"{response.status_code}: {response.text[:500]}"
        )
        self.status = response.status_code


class Api:
    """A caller with a bearer token."""

    def __init__(self, url: str, token: str = "") -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.client = httpx.Client(base_url=url, headers=headers, timeout=60.0)

    def get(self, path: str, **parameters: str | int) -> Json:
        return self._send("GET", path, params=parameters)

    def post(self, path: str, body: Json, **parameters: str) -> Json:
        return self._send("POST", path, json=body, params=parameters)

    def upload(self, path: str, fields: Json, file_name: str, content: bytes) -> Json:
        file = {"file": (file_name, content, "text/csv")}
        return self._send("POST", path, data=fields, files=file)

    def all(self, path: str, key: str) -> list[Json]:
        found: list[Json] = []
        token = ""
        while True:
            page = self.get(path, page_size=200, page_token=token)
            found += page[key]
            token = page.get("next_page_token") or ""
            if not token:
                return found

    def _send(self, method: str, path: str, **content: Any) -> Json:
        response = self.client.request(method, path, **content)
        for _ in range(RETRIES):
            # Busy or still starting: what a good client of the API does.
            if response.status_code not in {429, 503}:
                break
            time.sleep(float(response.headers.get("retry-after", "1")))
            response = self.client.request(method, path, **content)
        if response.is_error:
            raise Refused(response)
        return response.json() if response.content else {}
