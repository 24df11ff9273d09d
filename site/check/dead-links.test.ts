import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deadLinks, foreignParts } from './dead-links.ts';

const page = (body: string) => new Map([['/a/index.html', body]]);
const site = (body: string) => new Map([...page(body), ['/b/index.html', '<h2 id="here">Here</h2>'], ['/c.json', '']]);

test('links to pages, files and headings that are there are no news', () => {
  const links = ['/b/', '../b/', '/b/#here', '/c.json', '#top', 'https://elsewhere.example/', 'mailto:a@b.example'];
  const body = `<p id="top">${links.map((link) => `<a class="x" href="${link}">x</a>`).join('')}</p>`;
  assert.deepEqual(deadLinks(site(body)), []);
});

test('a page, a file or a heading that is not there is named, once', () => {
  const links = ['/d/', '/b/#there', '/d.json', '#bottom', '/d/'];
  const body = links.map((link) => `<a href="${link}">x</a>`).join('');
  assert.deepEqual(
    deadLinks(site(body)),
    ['/d/', '/b/#there', '/d.json', '#bottom'].map((link) => `/a/index.html: ${link}`),
  );
});

test('pictures, styles and scripts are looked at, too', () => {
  const body =
    '<img alt="" src="/x.svg"><link rel="stylesheet" href="/x.css"><script type="module" src="/x.js"></script>';
  assert.equal(deadLinks(site(body)).length, 3);
});

test('what a browser would fetch from elsewhere by itself is named; a link is not', () => {
  const body =
    '<a href="https://a.example/">a</a><img src="https://b.example/b.png"><script src="//c.example/c.js"></script>';
  assert.deepEqual(foreignParts(page(body)), [
    '/a/index.html: https://b.example/b.png',
    '/a/index.html: //c.example/c.js',
  ]);
});
