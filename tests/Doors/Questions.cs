using System.Reflection;

namespace ScoreSde.Tests.Doors;

/// <summary>Asks the doors of a library whether they refuse null.</summary>
internal static class Questions
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>
    /// Gives each door of which all is known null in the place of one argument that must not be. A method refuses it by its name; a constructor may keep it, as records do. Of
    /// texts, which are names of files, it is enough that nothing is run into.
    /// </summary>
    public static Answers AskForNull(IEnumerable<Door> doors, Arguments arguments)
    {
        var faults = new List<string>();
        var unknown = new List<string>();
        (int calls, int known) = (0, 0);
        foreach (Door door in doors)
        {
            ParameterInfo[] parameters = door.Method.GetParameters();
            int first = door.IsOfObject ? 1 : 0;
            int[] asked = [.. Enumerable.Range(0, parameters.Length).Where(i => !parameters[i].IsOut && !door.Types[first + i].IsValueType && Nullability.Create(parameters[i]).WriteState == NullabilityState.NotNull)];
            if (!arguments.Knows(door))
            {
                unknown.AddRange(asked.Length > 0 ? [door.Name] : []);
                continue;
            }

            known++;
            object?[] usual = arguments.For(door);
            foreach (int i in asked)
            {
                calls++;
                object?[] given = [.. usual];
                given[first + i] = null;
                Exception? thrown = door.Try(given);
                bool isRight = thrown switch
                {
                    NullReferenceException => false,
                    _ when door.Types[first + i] == typeof(string) => true,
                    null => door.Method.IsConstructor,
                    _ => (thrown as ArgumentNullException)?.ParamName == parameters[i].Name,
                };
                if (!isRight)
                {
                    faults.Add($"{door.Name}, {parameters[i].Name}: {thrown?.GetType().Name ?? "taken"} {(thrown as ArgumentException)?.ParamName}");
                }
            }
        }

        return new(faults, unknown, calls, known);
    }
}

/// <summary>What became of the questions.</summary>
/// <param name="Faults">Who ran into something, by what.</param>
/// <param name="Unknown">Doors that take something that must not be null, and of which not all arguments are known.</param>
/// <param name="Calls">Calls in all.</param>
/// <param name="Known">Doors of which all arguments are known.</param>
internal sealed record Answers(IReadOnlyList<string> Faults, IReadOnlyList<string> Unknown, int Calls, int Known);
