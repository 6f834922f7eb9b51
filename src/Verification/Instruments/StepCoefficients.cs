using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Instruments;

/// <summary>x_to = OnState · x + OnScore · s + noise of one step of a method with one evaluation, read off its real stepper.</summary>
/// <param name="OnState">The factor of x.</param>
/// <param name="OnScore">The factor of the score.</param>
/// <param name="NoiseVariance">The variance that the step adds.</param>
public readonly record struct StepCoefficients(double OnState, double OnScore, double NoiseVariance)
{
    /// <summary>The coefficients of a step between two times.</summary>
    public static StepCoefficients Of(ISolver solver, IDiffusionProcess process, double from, double to)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(process);

        // With ε the same whatever x is, the slope is the factor of x and the shift that of ε = −σ s. ε depends on the time, so that
        // a method that asks for it at another level than the step's start gives itself away.
        var space = new AffineSpace();
        var x = AffineState.Start();
        GridWalk.Run(solver, new Problem<AffineState>(process, new NoiseOfTime(space), space), new TimeGrid("one step", from, to), x);
        AffineMap map = space.Read(x);
        return new(map.Slope, -process.At(from).Deviation * map.Shift / NoiseOfTime.At(from), map.NoiseVariance);
    }

    private sealed class NoiseOfTime(AffineSpace space) : IScoreFunction<AffineState>
    {
        public int Dimension => 1;

        public void Evaluate(AffineState x, NoiseLevel level, AffineState epsilon) => space.Map(epsilon, 0, x, At(level.Time));

        public static double At(double time) => 1 + time;
    }
}
