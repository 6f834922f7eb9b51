using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Verification.Instruments;

/// <summary>The exact ε = −σ d ln p_t/dx of a one-dimensional mixture on tiles.</summary>
public sealed class MixtureScore(MixtureLaw data) : IScoreFunction<Tile<double>>
{
    /// <inheritdoc/>
    public int Dimension => 1;

    /// <inheritdoc/>
    public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        if (level.IsPureNoise)
        {
            epsilon.Values.Fill(data.Mean);
            return;
        }

        MixtureLaw law = data.At(level);
        for (int i = 0; i < x.Values.Length; i++)
        {
            epsilon.Values[i] = -level.Deviation * law.Score(x.Values[i]);
        }
    }
}
