#!/usr/bin/env node
import { runMockProgram } from './program.ts';

await runMockProgram(process.argv.slice(2));
