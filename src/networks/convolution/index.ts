export {
  accelerateConvolutions,
  type ConvolutionLayerMakers,
  type ConvolutionOptionsOfLayers,
  convolutionLayers,
} from "./convolution-layers";
