"""A document of the fictitious corpus, as the files of its folder."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from tests.benchmarks.corpus_shapes import Place, Row, Shapes, Texts
from tests.trial_rows import write_rows

COUNTED = "actions_count"  # the catalogue would have to hold as many actions as such a figure says
PUBLISHED = "2025-06-30"
OPERATORS = 40_000
FACT = (
    "scope", "theme_id", "theme_label", "measure_id", "nature", "is_conditional", "period_start", "period_end", "time_basis",
    "span", "period_basis", "horizon_months", "horizon_from", "obs_status", "missing_reason", "base_status",
)  # fmt: skip
UNIQUE = (
    "territory_id", "contract_id", "action_id", "theme_label", "measure_id", "breakdown", "nature", "time_basis",
    "period_start", "period_end", "span", "horizon_months", "horizon_from",
)  # fmt: skip


@dataclass
class Told:
    """What the documents share, and what they say together: their rows of `data/reference`."""

    shape: Shapes
    texts: Texts
    reconciliations: list[Row] = field(default_factory=list)
    sets: list[Row] = field(default_factory=list)
    members: list[Row] = field(default_factory=list)


@dataclass
class Document:
    """A fictitious document of the shape of one of today's, about a place; the first one establishes its contracts."""

    told: Told
    name: str
    template: str
    place: Place
    is_first_round: bool
    is_first: bool
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def write(self, documents: Path) -> None:
        """Its folder."""
        folder = documents / self.name
        folder.mkdir(parents=True)
        (folder / "document.toml").write_text(self._toml(), encoding="utf-8")
        tables = {
            "observations": list(self._figures()),
            "actions": list(self._actions()),
            "action_themes": [self._of_action(row) for row in self._shape("action_themes")],
            "action_indicators": [self._indicator(row) for row in self._shape("action_indicators")],
            "document_codes": [self._named_code(row) for row in self._shape("document_codes")],
            "left_out": [
                {"locator": f"Article {number}", "as_printed": self._passage("30"), "reason": row["reason"]}
                for number, row in enumerate(self._shape("left_out"), 1)
            ],
        }
        if self.is_first:
            tables |= self._contract_tables()
            tables["observations"] += self._disputed(len(tables["observations"]))
            self._join_set()
        for table, rows in tables.items():
            if rows:
                write_rows(folder / f"{table}.csv", [_without_document(row) for row in rows])

    def _shape(self, table: str) -> list[Row]:
        return self.told.shape.of(table, self.template)

    def _words(self, count: int) -> str:
        return self.told.texts.words(count)

    def _passage(self, number: str) -> str:
        return f"{self._words(3)}, soit {number} en tout, {self._words(3)}"

    def _toml(self) -> str:
        said = self._shape("documents")[0]
        kept = ("kind", "document_class", "reliability", "completeness", "published_on", "published_label")
        cells = {name: said[name] for name in kept if name in said}
        if self.is_first:
            cells["published_on"] = max(cells.get("published_on", ""), PUBLISHED)
        cells |= {
            "title": f"Document {self.name} : {self._words(6)}",
            "publisher": f"Éditeur d'essai {crc32(self.name.encode()) % 997}",
            "url": f"https://{self.name}.example/page",
            "licence": "non précisée",
            "read_via": "text",
            "note": self._words(15),
        }
        return "".join(f'{name} = "{value}"\n' for name, value in cells.items())

    def _territory(self, territory_id: str) -> str:
        return self.place.at(territory_id.partition("-")[0], self.is_first_round)

    def _contract(self, row: Row) -> Row:
        """The contract of the place, where today's row names one."""
        if "contract_id" not in row:
            return {}
        return {"contract_id": self.place.contracts()[-1 if row["contract_id"].startswith("ctair") else 0]}

    def _code(self, code: str) -> str:
        return f"poste-{crc32(code.encode()) % 100_000}"

    def _named_code(self, row: Row) -> Row:
        code = self._code(row["code"])
        return {**row, "code": code, "label": f"Poste d'essai {code}"}

    def _action(self, action_id: str) -> str:
        return f"{self.name}.fiche-{crc32(action_id.encode()) % 1_000_000}"

    def _of_action(self, row: Row) -> Row:
        return {**row, "action_id": self._action(row["action_id"])}

    def _indicator(self, row: Row) -> Row:
        return self._of_action(row) | {"label": self._words(5), "as_printed": self._words(8), "locator": "Fiche"}

    def _actions(self) -> Iterator[Row]:
        for row in self._shape("actions"):
            told = {
                name: self._words(len(row[name].split())) for name in ("description", "public_label") if name in row
            }
            parent = {name: self._action(row[name]) for name in ("parent_action_id",) if name in row}
            action = self._action(row["action_id"])
            yield {
                **{name: row[name] for name in ("stage", "audience", "starts_on", "ends_on") if name in row},
                **self._contract(row),
                **told,
                **parent,
                "action_id": action,
                "territory_id": self._territory(row["territory_id"]),
                "title": self._words(6).capitalize(),
                "operator": f"Association d'essai {crc32(action.encode()) % OPERATORS}",
                "axis_label": f"Axe {self._words(5)}",
                "locator": "Fiche",
            }

    def _figures(self) -> Iterator[Row]:
        kept = [row for row in self._shape("observations") if row["measure_id"] != COUNTED]
        numbers = {row["observation_id"]: f"{self.name}.{place:04}" for place, row in enumerate(kept, 1)}
        for row in kept:
            figure = self._shaped(row) | {"observation_id": numbers[row["observation_id"]]}
            if base := row.get("base_observation_id"):
                figure |= {"base_observation_id": numbers[base]} if base in numbers else {"base_status": "not_printed"}
            yield figure

    def _shaped(self, row: Row) -> Row:
        """Today's codes and dates, at the place, with a value that every document gives to this fact."""
        figure = {name: row[name] for name in FACT if name in row} | self._contract(row)
        figure["territory_id"] = self._territory(row["territory_id"])
        if row.get("action_id", "").startswith(f"{self.template}."):  # not an action of another document
            figure["action_id"] = self._action(row["action_id"])
        if "breakdown" in row:
            figure["breakdown"] = ";".join(self._pair(pair) for pair in row["breakdown"].split(";"))
        if row["unit"] != self.told.shape.units[row["measure_id"]]:
            figure["unit"] = row["unit"]
        key = tuple(figure.get(name, "") for name in UNIQUE)
        self.seen[key] = self.seen.get(key, 0) + 1
        said = self._said(figure, row)
        return figure | said | {"variant": str(self.seen[key]), "locator": f"Article {len(self.seen)}"}

    def _pair(self, pair: str) -> str:
        dimension, code = pair.split("=")
        return f"{dimension}={self._code(code)}" if dimension in ("item", "operator") else pair

    def _said(self, figure: Row, row: Row) -> Row:
        """A value that is less where the breakdown says more, the same for all publics, and even: a half of it is whole."""
        if "missing_reason" in row:
            return {"as_printed": self._passage("…")}
        pairs = [pair for pair in figure.get("breakdown", "").split(";") if pair and not pair.startswith("public=")]
        drawn = crc32("|".join((figure["territory_id"], row["measure_id"], row["nature"])).encode())
        value = str([25, 50, 75][drawn % 3] if row["unit"] == "pct" else 64 * (20 + drawn % 2000) >> len(pairs))
        told = {"as_printed": self._passage(value), "note": self._words(8)}
        if row["unit"] != "pct" and drawn % 20 == 0:
            return told | {"value_low": value, "qualifier": "at_least"}
        is_about = {"qualifier": row["qualifier"]} if row["qualifier"] in ("about", "nearly") else {}
        return told | is_about | {"value": value}

    def _disputed(self, count: int) -> list[Row]:
        """Two amounts of one fact, each rapprochement of which is declared."""
        rows = [
            {
                "observation_id": f"{self.name}.{count + number:04}", "territory_id": self.place.territory_id,
                "contract_id": self.place.contracts()[0], "measure_id": "state_contribution", "nature": "ceiling",
                "period_start": "2018-01-01", "period_end": "2018-12-31", "value": str(1000 * number), "variant": str(number),
                "locator": "Article 9", "as_printed": self._passage(str(1000 * number)),
            }
            for number in (1, 2)
        ]  # fmt: skip
        one, other = (row["observation_id"] for row in rows)
        for kind, operator, left, right, finding in (
            ("same_fact", "=", one, other, "gap"),
            ("limit", "<=", one, other, "agrees"),
            ("sum", "sum=", other, f"{one} ; {other}", "gap"),
        ):
            declared = {
                "reconciliation_id": f"{self.name}-{kind.replace('_', '-')}", "kind": kind, "finding": finding,
                "territory_id": self.place.territory_id, "what": self._words(8), "left_ids": left, "right_ids": right,
                "operator": operator, "reason": self._words(15), "treatment": self._words(8),
            }  # fmt: skip
            self.told.reconciliations.append(declared)
        return rows

    def _contract_tables(self) -> dict[str, list[Row]]:
        tables: dict[str, list[Row]] = {}
        for number, contract in enumerate(self.place.contracts(), 1):
            programme, year = contract.partition("-")[0], contract[-4:]
            signed_on = f"{year}-03-15"
            said = {
                "contracts": {
                    "territory_id": self.place.territory_id, "programme": programme, "status": "signed",
                    "title": f"Contrat {self._words(4)}", "target_public": "newcomers" if programme == "ctai" else "bpi",
                    "signed_on": signed_on, "starts_on": year, "ends_on": str(int(year) + 2),
                },
                "contract_events": {
                    "event_id": f"{self.name}.e{number:02}", "kind": "signature", "event_on": signed_on,
                    "as_printed": f"fait le 15 mars {year}",
                },
                "contract_parties": {
                    "party": "Collectivité d'essai", "kind": "other", "role": "signatory", "as_printed": "la collectivité signe",
                },
                "contract_axes": {
                    "position": "1", "label": f"Axe {self._words(5)}", "note": "Sans correspondance.",
                    "as_printed": self._words(6),
                },
                "contract_conditions": {
                    "position": "1", "kind": "payment", "label": self._words(6), "as_printed": self._words(9),
                },
            }  # fmt: skip
            for table, row in said.items():
                tables.setdefault(table, []).append({"contract_id": contract, "locator": f"Article {number}", **row})
        return tables

    def _join_set(self) -> None:
        """The place joins the set of its neighbours in the draw, which this document defines when it is the first."""
        if self.place.group not in {row["territory_id"] for row in self.told.sets[-1:]}:
            said = {"territory_id": self.place.group, "level": "set", "name": f"Ensemble d'essai {len(self.told.sets)}"}
            self.told.sets.append({**said, "document_id": self.name, "locator": "Article 1"})
        self.told.members.append({"territory_id": self.place.group, "member_id": self.place.territory_id})


def _without_document(row: Row) -> Row:
    return {name: cell for name, cell in row.items() if name != "document_id"}
