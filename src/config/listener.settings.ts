import { IsInt, IsString, Max, Min, MinLength } from 'class-validator';
import { ToNumber } from './fields/to-number.js';

export class ListenerSettings {
  @IsString()
  @MinLength(1)
  host = '127.0.0.1';

  /** 0 takes any free port. */
  @ToNumber()
  @IsInt()
  @Min(0)
  @Max(65_535)
  port: number;
}
