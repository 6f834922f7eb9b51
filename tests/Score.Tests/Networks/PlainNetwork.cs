using System.Numerics;
using ScoreSde.Networks;

namespace ScoreSde.Tests.Networks;

/// <summary>The formula of <see cref="ResidualMlp{T}"/> once more, in double and in plain loops over tensors found by name.</summary>
internal sealed class PlainNetwork<T>(ResidualMlp<T> network)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<string, double[]> tensors = network.Parameters.ToDictionary(
        p => p.Name, p => Array.ConvertAll(p.Values, v => double.CreateTruncating(v)));

    private readonly MlpSettings settings = network.Settings;

    /// <summary>The numbers of a tensor, which may be written.</summary>
    public double[] this[string name] => tensors[name];

    /// <summary>y(x, λ, label) of one sample.</summary>
    public double[] Evaluate(double[] x, double lambda, int label)
    {
        double[] features = Features(lambda);
        double[] hidden = Sum(Times("input.weight", x), tensors["input.bias"], Times("time.weight", features));
        if (settings.Classes > 0)
        {
            int row = label < 0 ? settings.Classes : label;
            hidden = Sum(hidden, tensors["class.weight"][(row * settings.Width)..((row + 1) * settings.Width)]);
        }

        for (int block = 0; block < settings.Depth; block++)
        {
            hidden = Sum(
                hidden,
                Times($"blocks.{block}.weight", Array.ConvertAll(hidden, Silu)),
                tensors[$"blocks.{block}.bias"],
                Times($"blocks.{block}.time.weight", features));
        }

        double[] skip = [.. Times("skip.weight", features).Zip(x, (gain, value) => gain * value)];
        return Sum(Times("output.weight", Array.ConvertAll(hidden, Silu)), tensors["output.bias"], skip);
    }

    private static double Silu(double z) => z / (1 + Math.Exp(-z));

    private static double[] Sum(params double[][] terms) =>
        [.. Enumerable.Range(0, terms[0].Length).Select(i => terms.Sum(term => term[i]))];

    private double[] Times(string matrix, double[] vector) =>
        [.. tensors[matrix].Chunk(vector.Length).Select(row => row.Zip(vector, (w, v) => w * v).Sum())];

    private double[] Features(double lambda)
    {
        int half = settings.TimeFeatures / 2;
        double c = 10 * Math.Tanh(lambda / 10);
        double Frequency(int i) => half == 1 ? 0.125 : 0.125 * Math.Pow(32, (double)i / (half - 1));
        return
        [
            .. Enumerable.Range(0, half).Select(i => Math.Sin(Frequency(i) * c)),
            .. Enumerable.Range(0, half).Select(i => Math.Cos(Frequency(i) * c)),
        ];
    }
}
