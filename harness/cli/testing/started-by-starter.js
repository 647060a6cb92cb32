// For tests: the Node.js and the program that are given, as bin.js starts them where its own Node.js is too old.
import { startOn } from '../starter.js';

const [, , node, ...args] = process.argv;
startOn(node, args);
