import type { layers } from "@tensorflow/tfjs";
import type { TensorFlow } from "../tensorflow";
import { type AdaptiveAveragePoolingArguments, adaptiveAveragePooling } from "./adaptive-average-pooling";
import { audioLayer, type LayerArguments } from "./audio-layer";
import type { ConvolutionOptionsOfLayers } from "./convolution-layers";
import { type GaborEnergyArguments, gaborEnergy } from "./gabor-energy";
import { type LogMelArguments, logMel } from "./log-mel";
import { type PcenArguments, pcenLayer } from "./pcen";
import { asPicture, asSequence } from "./reshapes";
import { type SincConvolutionArguments, sincConvolution } from "./sinc-convolution";
import { type TrainableStftArguments, trainableStft } from "./trainable-stft";

type Maker<Args> = (args: Args & LayerArguments) => layers.Layer;

/** Layers that tf.layers lacks. */
export interface AudioLayerMakers {
  readonly adaptiveAveragePooling1d: Maker<AdaptiveAveragePoolingArguments>;
  readonly sincConvolution: Maker<SincConvolutionArguments>;
  readonly gaborEnergy: Maker<GaborEnergyArguments>;
  readonly pcen: Maker<PcenArguments>;
  readonly trainableStft: Maker<TrainableStftArguments>;
  readonly logMel: Maker<LogMelArguments>;
  readonly asPicture: Maker<object>;
  readonly asSequence: Maker<object>;
}

/**
 * Layers for sound, computed by the kernel `convolution`. They save and load with a model like those of tf.layers; a model
 * that holds one loads where this was called before.
 *
 * @throws QuadrantError "bad-argument" by the makers, by the name of the argument
 */
export function audioLayers(tf: TensorFlow, options: ConvolutionOptionsOfLayers = {}): AudioLayerMakers {
  const [adaptive, sinc] = [audioLayer(tf, adaptiveAveragePooling), audioLayer(tf, sincConvolution)];
  const [gabor, normalised] = [audioLayer(tf, gaborEnergy), audioLayer(tf, pcenLayer)];
  const [stft, mel] = [audioLayer(tf, trainableStft), audioLayer(tf, logMel)];
  const [picture, sequence] = [audioLayer(tf, asPicture), audioLayer(tf, asSequence)];
  return {
    adaptiveAveragePooling1d: (args) => adaptive(args, options),
    sincConvolution: (args) => sinc(args, options),
    gaborEnergy: (args) => gabor(args, options),
    pcen: (args) => normalised(args, options),
    trainableStft: (args) => stft(args, options),
    logMel: (args) => mel(args, options),
    asPicture: (args) => picture(args, options),
    asSequence: (args) => sequence(args, options),
  };
}
