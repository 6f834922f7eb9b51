#:package ScoreSde.Score.Onnx@0.1.*

// A network that was trained elsewhere: an ONNX file with its description beside it (docs/networks.md). Without an argument the digits' network of this project is written first.
using ScoreSde.Checkpoints;
using ScoreSde.Data.Npy;
using ScoreSde.Onnx.Export;
using ScoreSde.Onnx.Networks;
using ScoreSde.Sampling;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

string path = args.Length > 0 ? args[0] : "digits.onnx";
if (args.Length == 0)
{
    OnnxExport.Write(path, ShippedModels.Open("digits"));
}

using OnnxNetwork network = OnnxNetwork.Load(path);
var score = new OnnxScore<float>(network, static sample => (int)(sample % 10));
SampleSet<float> samples = Sampler.Sample(network.Description.Process, score, new UniPc(2), BalancedGrid.Of(network.Description.Process, 10), count: 100, seed: 1);
network.Description.Scaling.ToNatural(samples.Values, samples.Values);
NpyWriter<float>.Save("samples.npy", samples.Values, samples.Dimension);
Console.WriteLine(FormattableString.Invariant($"samples.npy: {samples.Count} × {samples.Dimension} from {Path.GetFileName(path)}, mean {samples.Values.Average():F2}"));
