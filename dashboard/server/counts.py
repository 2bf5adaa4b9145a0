"""What is counted for who keeps the server. No label holds what a reader chose, typed or is called.

Where `CTAI_METRIQUES` is set, several processes count in files of one folder, which `metrics` reads; else each for itself.
"""

from prometheus_client import Counter, Gauge, Histogram

ANSWERS = Counter("atlas_reponses", "Réponses, par route", ["route", "methode", "statut"])
SECONDS = Histogram(
    "atlas_reponse_secondes", "De la demande à la fin de la réponse", ["route"], buckets=(0.005, 0.02, 0.1, 0.5, 2, 10)
)
RUNS = Histogram(
    "atlas_page_secondes", "Ce que prend une page à s'exécuter", ["page"], buckets=(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
)
WAITING = Gauge("atlas_pages_en_attente", "Pages qui attendent leur tour", multiprocess_mode="livesum")
READERS = Gauge("atlas_lecteurs", "Pages ouvertes et reliées au serveur", multiprocess_mode="livesum")
FILES = Gauge("atlas_fichiers_en_cours", "Fichiers en préparation", multiprocess_mode="livesum")
IMPORTS = Counter("atlas_bilans", "Bilans à essayer, accepter ou retirer par la page", ["demande", "issue"])
