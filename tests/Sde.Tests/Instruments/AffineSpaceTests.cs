using ScoreSde.Noise;
using ScoreSde.Solvers;
using ScoreSde.Verification.Instruments;
using ScoreSde.Tests.Solvers;

namespace ScoreSde.Tests.Instruments;

public sealed class AffineSpaceTests
{
    private static readonly NoiseKey A = new(1, 0, NoisePurpose.Step);
    private static readonly NoiseKey B = new(1, 1, NoisePurpose.Step);

    [Fact]
    public void Combinations_follow_the_rules_of_affine_forms_with_the_target_among_the_terms()
    {
        var space = new AffineSpace();
        var x = AffineState.Start();
        AffineState y = space.Allocate();
        space.FillNormal(y, 2, A);
        space.AddNormal(y, 3, B);
        space.AddNormal(y, 1, A);
        space.Map(x, 5, x, 7);
        space.Combine(x, (2, x), (10, y), (1, x));
        AffineMap map = space.Read(x);
        Assert.Equal((15, 21), (map.Slope, map.Shift));
        Assert.Equal(30, map.Noise[A]);
        Assert.Equal(30, map.Noise[B]);
        Assert.Equal(1800, map.NoiseVariance);
        Assert.Equal(new NormalLaw(36, (225 * 4) + 1800), map.Push(new NormalLaw(1, 4)));
    }

    [Fact]
    public void Noise_that_is_used_twice_is_the_same_noise()
    {
        var space = new AffineSpace();
        var x = AffineState.Start();
        space.AddNormal(x, 1, A);
        space.AddNormal(x, -1, A);
        Assert.Empty(space.Read(x).Noise);
    }

    [Fact]
    public void A_stepper_that_reads_what_nobody_wrote_is_found_out()
    {
        SolverCase known = SolverCase.All[0];
        Assert.Throws<ArithmeticException>(() => ExactMoments.Map(
            new ReadsFirst(), known.Process, SolverCase.Data, known.Uniform(2)));
    }

    [Fact]
    public void Norms_are_refused_with_the_reason()
    {
        var space = new AffineSpace();
        var x = AffineState.Start();
        Assert.Throws<NotSupportedException>(() => space.AddByNormRatio(x, 1, x, x, x, 2));
    }

    private sealed record ReadsFirst : ISolver
    {
        public SolverFacts Facts { get; } = new("reads-first", "Reads first", 1, 1, 1, 1, "none");

        public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem);

        private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
        {
            private readonly TState epsilon = problem.Space.Allocate();

            public void Step(TState x, in GridStep step) => problem.Space.Combine(x, (1, x), (1, epsilon));
        }
    }
}
