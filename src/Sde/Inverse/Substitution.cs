using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Inverse;

/// <summary>x ← x + Σ_i v_i (α ȳ_i + τ_i z_i − v_iᵀ x): the measured coordinates as they would be at a noise level.</summary>
internal sealed class Substitution<TState>(IStateSpace<TState> space, IMeasuredStates<TState> measured, Measurement measurement, bool countsError)
{
    private readonly TState noise = space.Allocate();
    private readonly double[] constants = new double[measurement.Singular.Rank];
    private readonly double[] ofState = new double[measurement.Singular.Rank];
    private readonly double[] ofNoise = new double[measurement.Singular.Rank];

    public void Apply(TState x, NoiseLevel level, NoiseKey key)
    {
        ReadOnlySpan<double> known = measurement.Coordinates;
        for (int k = 0; k < constants.Length; k++)
        {
            double error = countsError ? level.MeanScale * measurement.Deviation / measurement.Singular.Values[k] : 0;
            double variance = level.Variance - (error * error);

            // Where what was measured is the worse of the two, the coordinate is left as it is.
            constants[k] = variance < 0 ? 0 : level.MeanScale * known[k];
            ofState[k] = variance < 0 ? 0 : -1;
            ofNoise[k] = variance < 0 ? 0 : Math.Sqrt(variance);
        }

        space.FillNormal(noise, 1, key);
        measured.AddAlong(x, constants, (ofState, x), (ofNoise, noise));
    }
}
