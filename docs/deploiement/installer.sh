#!/bin/sh
# Installe l'Atlas dans le dossier de ses sources, sans réseau, à partir d'un dossier de roues :
#     docs/deploiement/installer.sh ROUES
# Celui-ci se remplit sur une machine qui a le réseau, le même Debian et le même Python :
#     docs/deploiement/installer.sh --rassembler ROUES
# Rien n'est pris qui n'ait une empreinte écrite dans requirements.lock. PYTHON nomme un autre Python que python3.
set -eu

fail() {
    echo "$1" >&2
    exit 1
}

gather=
if [ "${1:-}" = --rassembler ]; then
    gather=yes
    shift
fi
[ $# -eq 1 ] || fail "Usage : installer.sh [--rassembler] ROUES"
python=${PYTHON:-python3}
case $1 in /*) wheels=$1 ;; *) wheels=$PWD/$1 ;; esac
cd "$(dirname "$0")/../.."

if [ "$gather" ]; then
    tools=$(mktemp -d) # le Python de Debian vient sans pip : celui d'un environnement d'un moment
    trap 'rm -rf "$tools"' EXIT
    "$python" -m venv "$tools" || fail "Le module venv manque : installez le paquet python3-venv."
    "$tools/bin/python" -m pip download --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
        --requirement requirements.lock --dest "$wheels"
    echo "$(find "$wheels" -name '*.whl' | wc -l) roues dans $wheels."
    exit 0
fi

[ -d "$wheels" ] || fail "Le dossier des roues manque : $wheels."
[ ! -e .venv ] || fail "Déjà installé dans $PWD : une autre version s'installe dans un autre dossier."
trap '[ $? -eq 0 ] || rm -rf .venv' EXIT # une installation est entière, ou n'est pas là
"$python" -m venv .venv || fail "Le module venv manque : installez le paquet python3-venv."
install=".venv/bin/python -m pip --isolated --disable-pip-version-check install --quiet --no-index"
$install --find-links "$wheels" --require-hashes --requirement requirements.lock ||
    fail "Une roue manque ou n'est pas celle de requirements.lock : rien n'est installé."
$install --no-deps --no-build-isolation --editable .
.venv/bin/python -m compileall -q geo data queries dashboard # le service n'y écrit pas
.venv/bin/ctai --help >/dev/null
echo "Installé : $PWD/.venv/bin/ctai"
