namespace ScoreSde.Solvers;

/// <summary>The settings of a Langevin corrector: it moves x within one noise level towards that level's law.</summary>
public interface ICorrector
{
    /// <summary>The last part of the solver's name, for example <c>ald</c>.</summary>
    string Name { get; }

    /// <summary>What the field calls it.</summary>
    string Title { get; }

    /// <summary>A corrector with its own workspace, for one worker.</summary>
    ICorrectorStepper<TState> CreateStepper<TState>(Problem<TState> problem);
}
