-- Removes the acts on bilans and their files.
drop table act_files;

drop table acts;

drop table migrations;
