-- A file of an act.
insert into act_files (act_number, role, name, content) values ($act_number, $role, $name, $content);
