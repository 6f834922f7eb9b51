using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Metrics;
using ScoreSde.Onnx.Judging;

namespace ScoreSde.Cli.Onnx;

/// <summary>Opens networks of features.</summary>
internal static class FeatureFiles
{
    /// <summary>The network for samples of some models; null and a fault where these differ in shape, or there is no such file.</summary>
    /// <exception cref="ScoreSde.Describing.NetworkFileException">The file is damaged or does not fit the samples.</exception>
    public static IFeatureMap? Open(string path, IReadOnlyList<Model> models, Faults faults)
    {
        if (!File.Exists(path))
        {
            faults.Add($"There is no file '{path}' for --features; an ONNX file is wanted.");
            return null;
        }

        if (models.Select(static model => (model.Dimension, model.Image)).Distinct().Count() > 1)
        {
            faults.Add("--features takes samples of one shape, and these models differ: choose one with --model.");
            return null;
        }

        return FeatureNetwork.Load(path, models[0].Dimension, models[0].Image);
    }
}
