import { BlockList, isIP } from 'node:net';

/** Where nothing of the world is: this machine, its networks, and ranges set aside for something else. */
const ranges = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // An IPv6 address may stand for an IPv4 one in several ways; none of them is how a public host is called.
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

const lists = { 4: new BlockList(), 6: new BlockList() } as const;
for (const range of ranges) {
  const [address = '', bits] = range.split('/');
  const family = address.includes(':') ? 6 : 4;
  lists[family].addSubnet(address, Number(bits), `ipv${family}`);
}

/** Whether an address is one that no public host has. */
export function isPrivate(address: string): boolean {
  const [plain = ''] = address.split('%');
  const family = isIP(plain);
  if (family === 4) return lists[4].check(plain, 'ipv4');
  return family !== 6 || lists[6].check(plain, 'ipv6');
}
