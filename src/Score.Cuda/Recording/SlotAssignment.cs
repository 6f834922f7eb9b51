namespace ScoreSde.Cuda.Recording;

/// <summary>
/// Gives the states of a recorded run as few slots as are needed at once. Each value, from the instruction that writes it anew to the last that reads
/// it, takes the lowest slot that is free; the sample at the end lies in slot 0. No arithmetic changes.
/// </summary>
internal sealed class SlotAssignment
{
    private readonly List<Instruction> instructions;
    private readonly List<Term> terms;
    private readonly string solver;

    // The value that each instruction reads and writes under each name, and how long values live.
    private readonly List<int> lastUse = [];
    private readonly int[] current;

    private SlotAssignment(Recorder recorder, string solver)
    {
        instructions = recorder.Instructions;
        terms = recorder.Terms;
        this.solver = solver;
        current = new int[recorder.Slots];
    }

    /// <summary>The run with other names of states.</summary>
    /// <exception cref="NotRecordableException">A state is read that was never written.</exception>
    public static (Instruction[] Instructions, Term[] Terms, int Slots) Of(Recorder recorder, Slot result, string solver) =>
        new SlotAssignment(recorder, solver).Assign(result.Index);

    private (Instruction[] Instructions, Term[] Terms, int Slots) Assign(int result)
    {
        FindLives(result);
        var renamed = new Instruction[instructions.Count];
        Term[] renamedTerms = [.. terms];
        var slotOf = new int[lastUse.Count];
        var free = new PriorityQueue<int, int>();
        var ends = Enumerable.Range(0, lastUse.Count).ToLookup(value => lastUse[value]);
        int slots = 0;
        int next = 0;
        for (int i = 0; i < renamed.Length; i++)
        {
            Instruction instruction = instructions[i];
            Instruction read = Reads(instruction, name => slotOf[current[name]], renamedTerms);

            // A combination goes number by number, so that its target may take the place of a term that ends here.
            bool inPlace = instruction.Kind == InstructionKind.Combine;
            if (inPlace)
            {
                Release(i);
            }

            int fresh = -1;
            if (WritesAnew(instruction))
            {
                fresh = next++;
                current[instruction.Target] = fresh;
                slotOf[fresh] = free.TryDequeue(out int slot, out _) ? slot : slots++;
            }

            renamed[i] = read with { Target = slotOf[current[instruction.Target]] };
            if (!inPlace)
            {
                Release(i);
            }
            else if (fresh >= 0 && lastUse[fresh] == i)
            {
                free.Enqueue(slotOf[fresh], slotOf[fresh]);
            }

            void Release(int at)
            {
                foreach (int value in ends[at])
                {
                    if (value < next)
                    {
                        free.Enqueue(slotOf[value], slotOf[value]);
                    }
                }
            }
        }

        int final = slotOf[current[result]];
        return final == 0 ? (renamed, renamedTerms, slots) : (Swapped(renamed, renamedTerms, final), renamedTerms, slots);
    }

    // Numbers the values in the order in which they are written and finds the last instruction that touches each.
    private void FindLives(int result)
    {
        Array.Fill(current, -1);
        for (int i = 0; i < instructions.Count; i++)
        {
            Instruction instruction = instructions[i];
            int at = i;
            Reads(instruction, name => lastUse[Known(name)] = at, null);
            if (WritesAnew(instruction))
            {
                current[instruction.Target] = lastUse.Count;
                lastUse.Add(i);
            }
            else
            {
                lastUse[Known(instruction.Target)] = i;
            }
        }

        lastUse[Known(result)] = int.MaxValue;
    }

    private int Known(int name) => current[name] >= 0
        ? current[name]
        : throw new NotRecordableException(solver, "it reads a state that it has never written.");

    private bool WritesAnew(Instruction instruction) => instruction.Kind switch
    {
        InstructionKind.Evaluate => true,
        InstructionKind.Combine => !terms.Slice(instruction.First, instruction.Count).Exists(term => term.Slot == instruction.Target),
        InstructionKind.Normal => instruction.Count == 0,
        _ => false,
    };

    // Visits every state that is read, other than by writing onto it, and puts what the visit says in its place.
    private Instruction Reads(Instruction instruction, Func<int, int> visit, Term[]? renamed)
    {
        switch (instruction.Kind)
        {
            case InstructionKind.Evaluate:
                return instruction with { A = visit(instruction.A) };
            case InstructionKind.Ratio:
                return instruction with { First = visit(instruction.First), Count = visit(instruction.Count), A = visit(instruction.A) };
            case InstructionKind.Combine:
                for (int i = instruction.First; i < instruction.First + instruction.Count; i++)
                {
                    int slot = visit(terms[i].Slot);
                    if (renamed is not null)
                    {
                        renamed[i] = terms[i] with { Slot = slot };
                    }
                }

                return instruction;
            default:
                return instruction;
        }
    }

    private static Instruction[] Swapped(Instruction[] instructions, Term[] terms, int other)
    {
        int Name(int slot) => slot == 0 ? other : slot == other ? 0 : slot;
        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = terms[i] with { Slot = Name(terms[i].Slot) };
        }

        return Array.ConvertAll(instructions, instruction => instruction.Kind switch
        {
            InstructionKind.Evaluate => instruction with { Target = Name(instruction.Target), A = Name(instruction.A) },
            InstructionKind.Ratio => instruction with
            {
                Target = Name(instruction.Target),
                First = Name(instruction.First),
                Count = Name(instruction.Count),
                A = Name(instruction.A),
            },
            _ => instruction with { Target = Name(instruction.Target) },
        });
    }
}
