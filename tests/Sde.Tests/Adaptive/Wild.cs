using System.Numerics;
using ScoreSde.Adaptive;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Tests.Adaptive;

/// <summary>A method of one step, after which some samples are not finite: those of high index sooner.</summary>
internal sealed record Wild(long[] Samples) : IAdaptiveMethod
{
    public string Name => "wild";

    public string Title => "Wild";

    public string Source => "none";

    public bool IsStochastic => false;

    public double End => 0.01;

    public IAdaptiveStepper<T> CreateStepper<T>(IDiffusionProcess process, TimeRange times, TileSpace<T> space)
        where T : unmanaged, IFloatingPointIeee754<T> => new Stepper<T>(process, space, Samples);

    private sealed class Stepper<T>(IDiffusionProcess process, TileSpace<T> space, long[] samples) : IAdaptiveStepper<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Tile<T> epsilon = space.Allocate();

        public StepCost Cost { get; private set; }

        public IEnumerator<ScoreRequest<T>> Run(Tile<T> x, ulong seed)
        {
            for (long left = 200 - x.FirstSample; left > 0; left--)
            {
                yield return new ScoreRequest<T>(x, process.At(1), epsilon);
            }

            Cost = new StepCost(1, 0);
            if (samples.Contains(x.FirstSample))
            {
                x.Values.Fill(T.NaN);
            }
        }
    }
}
