using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Training;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>Steps of the optimiser on all weights at once, number by number beside the formulas of Adam, decay and moving average.</summary>
public sealed class FlatAdamTests
{
    // A matrix, a bias of as many numbers, a kernel and a single number.
    private static readonly (string Name, int[] Shape)[] Entries = [("a", [2, 3]), ("b", [6]), ("c", [2, 1, 2, 1]), ("d", [1])];

    [TorchTheory]
    [InlineData(0.3, 0)]
    [InlineData(0, 0)]
    [InlineData(2.5, 7)]
    public void Steps_are_those_of_the_formulas(double decay, int stepsBefore)
    {
        var settings = new TrainingSettings { Beta1 = 0.8, Beta2 = 0.95, Epsilon = 0.03, WeightDecay = decay, GradientClip = 1.5, EmaDecay = 0.3 };
        using DisposeScope scope = torch.NewDisposeScope();
        using var weights = new NetworkParameters(Entries, torch.float64, torch.CPU);
        double[] w = [.. Enumerable.Range(0, 17).Select(static i => Math.Sin(1 + i))];
        weights.Flat.copy_(torch.tensor(w));
        using var adam = new FlatAdam(weights, settings) { StepsBefore = stepsBefore };
        Assert.Equal(w, OnTensors.Values<double>(adam.Average));
        double[] m = new double[17];
        double[] v = new double[17];
        double[] average = [.. w];
        Assert.All([adam.First, adam.Second, adam.Gradient], static tensor => Assert.Equal(new double[17], OnTensors.Values<double>(tensor)));
        for (int step = 0; step < 4; step++)
        {
            // The first two are longer than may be, the third is as long, the last shorter.
            double norm = new[] { 4, 2.5, 1.5, 0.4 }[step];
            double rate = 0.1 / (1 + step);
            double[] g = [.. Enumerable.Range(0, 17).Select(i => Math.Cos(i + (3 * step)))];
            adam.Gradient.copy_(torch.tensor(g));

            adam.Update(step, rate, norm);

            double count = step + stepsBefore + 1;
            double clip = norm > 1.5 ? 1.5 / norm : 1;
            double kept = Math.Min(0.3, count / (count + 9));
            for (int i = 0; i < 17; i++)
            {
                double clipped = clip * g[i];
                m[i] = (0.8 * m[i]) + (0.2 * clipped);
                v[i] = (0.95 * v[i]) + (0.05 * clipped * clipped);
                bool isMatrix = i < 6 || (i >= 12 && i < 16);
                w[i] -= isMatrix ? rate * decay * w[i] : 0;
                w[i] -= rate * (m[i] / (1 - Math.Pow(0.8, count))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.95, count))) + 0.03);
                average[i] = (kept * average[i]) + ((1 - kept) * w[i]);
            }

            Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(weights.Flat), w), 0, 1e-13);
            Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(adam.First), m), 0, 1e-13);
            Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(adam.Second), v), 0, 1e-13);
            Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(adam.Average), average), 0, 1e-13);
        }
    }

    [TorchFact]
    public void What_is_written_goes_where_it_belongs_and_nothing_is_left_behind()
    {
        using var weights = new NetworkParameters([("a", [2, 1]), ("b", [3])], torch.float32, torch.CPU);
        long before = LiveTensors.Count();
        using (var adam = new FlatAdam(weights, new TrainingSettings()))
        {
            Assert.Equal(before + 5, Tensor.TotalCount);
            adam.Write([[1, 2], [3, 4, 5]], [[6, 7], [8, 9, 10]], [[11, 12], [13, 14, 15]]);
            adam.Update(0, 0.1, 1);
            Assert.Equal(before + 5, Tensor.TotalCount);
            adam.Write([[1, 2], [3, 4, 5]], [[6, 7], [8, 9, 10]], [[11, 12], [13, 14, 15]]);
            using DisposeScope scope = torch.NewDisposeScope();
            Assert.Equal([1f, 2, 3, 4, 5], OnTensors.Values<float>(adam.Average));
            Assert.Equal([6f, 7, 8, 9, 10], OnTensors.Values<float>(adam.First));
            Assert.Equal([11f, 12, 13, 14, 15], OnTensors.Values<float>(adam.Second));
            Assert.False(weights.Flat.requires_grad);
        }

        Assert.Equal(before, Tensor.TotalCount);
    }
}
