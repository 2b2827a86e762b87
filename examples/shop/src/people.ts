export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly city: string;
  readonly plan: 'free' | 'club';
  readonly isStaff: boolean;
}

const OWN_DOMAIN = 'halt-and-siding.example';

const person = (
  name: string,
  city: string,
  plan: Person['plan'] = 'free',
  domain = 'example.com',
): Person => {
  // Stands in cookies and addresses, so without accents.
  const plain = name.normalize('NFD').replaceAll(/[^A-Za-z ]/g, '');
  const id = plain.toLowerCase().replaceAll(' ', '-');
  return { id, name, email: `${id}@${domain}`, city, plan, isStaff: domain === OWN_DOMAIN };
};

/** Made up, as a session would give them. The first two work for the shop. */
export const people: readonly Person[] = [
  person('Nora Finch', 'Lisbon', 'club', OWN_DOMAIN),
  person('Idris Cole', 'Leeds', 'club', OWN_DOMAIN),
  person('Mei Tanaka', 'Kyoto', 'club'),
  person('Tomás Rey', 'Sevilla'),
  person('Aoife Byrne', 'Galway'),
  person('Kofi Mensah', 'Accra', 'club'),
  person('Lena Vogel', 'Leipzig'),
  person('Sami Aalto', 'Turku'),
  person('Priya Nair', 'Kochi', 'club'),
  person('Jonas Berg', 'Bergen'),
  person('Zofia Maj', 'Gdynia'),
  person('Omar Haddad', 'Tunis', 'club'),
];

export const findPerson = (id: string | undefined) => people.find((each) => each.id === id);

const firstNames =
  'Ada Ben Cleo Dara Eli Fay Gus Hana Ivo June Kai Lou Mara Ned Olga Pim Quin Rosa Sol Tess Udo Vera ' +
  'Wim Xena Yara Zeno Abel Bea Cruz Dina Edo Flor Gil Hope Isa Joel Kira Leo Mina Nils Opal Per Rae ' +
  'Stan Tova Ugo Vik Wren Yuri Zoe Alba Bo Cara Dirk Elsa Finn Gaia Hugo Ines Jan';

/** Sixty people who look at the shop at the same moment. */
export const visitors = firstNames.split(' ').map((name, index) => ({
  name,
  context: { targetingKey: `visitor-${index + 1}`, email: `${name.toLowerCase()}@example.org` },
}));
