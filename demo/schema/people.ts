import { flag, plain, reference, text, time } from './column.ts';
import { table } from './table.ts';

const company = table({
  name: 'core_company',
  label: 'Company',
  plural: 'Companies',
  display: 'name',
  columns: [
    text('name', 'Name', 80, { mandatory: true }),
    plain('phone', 'Phone', 'phone_number_e164', 40),
    text('street', 'Street', 255),
    text('city', 'City', 50),
    text('zip', 'Zip / Postal code', 40),
    flag('customer', 'Customer', 'false'),
  ],
});

const location = table({
  name: 'cmn_location',
  label: 'Location',
  display: 'name',
  columns: [
    text('name', 'Name', 100, { mandatory: true }),
    text('full_name', 'Full name', 255),
    text('street', 'Street', 255),
    text('city', 'City', 50),
    text('zip', 'Zip / Postal Code', 40),
    text('country', 'Country', 40),
    text('latitude', 'Latitude', 40),
    text('longitude', 'Longitude', 40),
    plain('phone', 'Phone', 'phone_number_e164', 40),
    reference('company', 'Company', 'core_company'),
    text('time_zone', 'Time zone', 40),
  ],
});

const user = table({
  name: 'sys_user',
  label: 'User',
  views: { mobile: ['name', 'title', 'mobile_phone', 'email'] },
  display: 'name',
  columns: [
    text('user_name', 'User ID', 40),
    text('first_name', 'First name', 50),
    text('last_name', 'Last name', 50),
    text('name', 'Name', 151),
    text('title', 'Title', 60),
    plain('email', 'Email', 'email', 100),
    plain('mobile_phone', 'Mobile phone', 'phone_number_e164', 40),
    reference('company', 'Company', 'core_company'),
    reference('location', 'Location', 'cmn_location'),
    reference('manager', 'Manager', 'sys_user'),
    text('time_zone', 'Time zone', 40),
    time('last_login_time', 'Last login time', { readOnly: true, restricted: true }),
    flag('locked_out', 'Locked out', 'false', { restricted: true }),
    flag('active', 'Active', 'true'),
  ],
});

const group = table({
  name: 'sys_user_group',
  label: 'Group',
  display: 'name',
  columns: [
    text('name', 'Name', 80, { mandatory: true }),
    text('description', 'Description', 1000),
    reference('manager', 'Manager', 'sys_user'),
    flag('active', 'Active', 'true'),
  ],
});

const membership = table({
  name: 'sys_user_grmember',
  label: 'Group Member',
  columns: [reference('user', 'User', 'sys_user'), reference('group', 'Group', 'sys_user_group')],
});

const role = table({
  name: 'sys_user_role',
  label: 'Role',
  display: 'name',
  columns: [text('name', 'Name', 100), text('description', 'Description', 1000)],
});

const grant = table({
  name: 'sys_user_has_role',
  label: 'User Role',
  columns: [reference('user', 'User', 'sys_user'), reference('role', 'Role', 'sys_user_role')],
});

/** Tables about people and places. */
export const peopleTables = [company, location, user, group, membership, role, grant];
