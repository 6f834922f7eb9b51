using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Verification.GridDesign;

/// <summary>The exact ε = σ x_k/(α² v_k + σ²) of Gaussian data of mean 0 and variance v_k along axis k, and x̂₀ = 0 where α = 0.</summary>
internal sealed class SpectrumScore(double[] variances) : IScoreFunction<Tile<double>>
{
    public int Dimension => variances.Length;

    public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
    {
        if (level.IsPureNoise)
        {
            epsilon.Values.Clear();
            return;
        }

        double signal = level.MeanScale * level.MeanScale;
        Span<double> target = epsilon.Values;
        ReadOnlySpan<double> values = x.Values;
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = level.Deviation * values[i] / ((signal * variances[i % variances.Length]) + level.Variance);
        }
    }
}
