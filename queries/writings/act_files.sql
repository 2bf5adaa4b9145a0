-- Which files has an act, in one of its roles?
select name, content from act_files where act_number = $act_number and role = $role;
