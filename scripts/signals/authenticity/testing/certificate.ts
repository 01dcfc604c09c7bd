// A self-signed X.509 certificate for tests, written as DER by hand: no key lies in the repository.
import { Buffer } from 'node:buffer';
import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate as PEM, and what signs with its key. */
export type TestCertificate = {
  readonly pem: string;
  readonly sign: (algorithm: 'RSA-SHA1' | 'RSA-SHA256', text: string) => string;
};

/** Makes a certificate that is valid from 2010 on, to the end of 2049 or of the given year. */
export function createTestCertificate(lastYear = 2049): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = sequence(SHA256_WITH_RSA, der(0x05));
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from('larder-test')))));
  const validity = sequence(time('100101000000Z'), time(`${lastYear % 100}1231235959Z`));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const serial = der(0x02, Buffer.from([1]));
  const signed = sequence(serial, algorithm, name, validity, name, key);
  const signature = der(0x03, Buffer.from([0]), sign('RSA-SHA256', signed, privateKey));
  const base64 = sequence(signed, algorithm, signature).toString('base64');
  return {
    pem: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    sign: (digest, text) => sign(digest, Buffer.from(text), privateKey).toString('base64'),
  };
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(0x30, ...contents);
}

function time(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}

const SHA256_WITH_RSA = Buffer.from('06092a864886f70d01010b', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
