-- Les trois bases de l'Atlas et leurs comptes, à exécuter une fois par l'administrateur de PostgreSQL :
--     sudo -u postgres psql --set ON_ERROR_STOP=1 < bases.sql
-- Les mots de passe se donnent ensuite, par \password : ils n'ont leur place dans aucun fichier de l'Atlas.
create role atlas_ecrits login; -- lit et écrit ce que l'on écrit : bilans acceptés, leurs fichiers, journal
create role atlas_depot login; -- dépose les versions publiques
create role atlas_lecture login; -- les lit : c'est le compte des répliques
create role atlas_entier login; -- dépose et lit les versions entières, petits effectifs compris

create database atlas_ecrits owner atlas_ecrits;
create database atlas_lac owner atlas_depot;
create database atlas_lac_entier owner atlas_entier;

revoke all on database atlas_ecrits, atlas_lac, atlas_lac_entier from public;
grant connect on database atlas_lac to atlas_lecture;

\connect atlas_lac
alter default privileges for role atlas_depot in schema public grant select on tables to atlas_lecture;
