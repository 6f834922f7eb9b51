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
        (int calls, int known) = (0, 0);
        foreach (Door door in doors.Where(arguments.Knows))
        {
            known++;
            object?[] usual = arguments.For(door);
            ParameterInfo[] parameters = door.Method.GetParameters();
            for (int i = 0; i < usual.Length; i++)
            {
                if (door.Types[i].IsValueType || Nullability.Create(parameters[i]).WriteState != NullabilityState.NotNull)
                {
                    continue;
                }

                calls++;
                Exception? thrown = door.Try([.. usual[..i], null, .. usual[(i + 1)..]]);
                bool isRight = thrown switch
                {
                    NullReferenceException => false,
                    _ when door.Types[i] == typeof(string) => true,
                    null => door.Method.IsConstructor,
                    _ => (thrown as ArgumentNullException)?.ParamName == parameters[i].Name,
                };
                if (!isRight)
                {
                    faults.Add($"{door.Name}, {parameters[i].Name}: {thrown?.GetType().Name ?? "taken"} {(thrown as ArgumentException)?.ParamName}");
                }
            }
        }

        return new(faults, calls, known);
    }
}

/// <summary>What became of the questions.</summary>
/// <param name="Faults">Who ran into something, by what.</param>
/// <param name="Calls">Calls in all.</param>
/// <param name="Known">Doors of which all arguments are known.</param>
internal sealed record Answers(IReadOnlyList<string> Faults, int Calls, int Known);
